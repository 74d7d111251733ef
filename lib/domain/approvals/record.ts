import { audit } from '#lib/platform/audit/write.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import { callBack } from './call-back.ts'
import type { Row } from './internal.ts'

/** Writes what every transition leaves behind, in its transaction: an audit row with the evidence, an event for whoever waits, and what the callback is told. */
export async function record(
  tx: Tx,
  ctx: Context,
  action: string,
  before: Row | null,
  row: Row,
  evidence?: unknown,
): Promise<void> {
  const callback = await callBack(tx, ctx, before, row)
  await audit(tx, ctx, {
    action,
    object: { type: 'approval', id: row.id },
    before: before === null ? null : stateOf(before),
    after: stateOf(row),
    evidence: { tool: row.tool, agent: row.agent, environment: row.environment, ...callback, ...(evidence as object) },
  })
  await publish(tx, ctx.projectId, {
    topic: 'approvals',
    type: `approval.${row.status}`,
    ids: [row.id],
    revision: row.revision,
  })
}

const stateOf = ({ status, revision, digest }: Row) => ({ status, revision, digest })
