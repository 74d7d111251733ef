import { enqueueCallback, hasCallbackSecret } from '#lib/domain/channels/index.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { addressFault } from '#lib/platform/outbound/address-fault.ts'
import { invalid } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { type Row, toApproval } from './internal.ts'
import type { Status } from './schemas.ts'

/** What a callback is told: the decision, or that there will be none any more. What follows is done by the agent itself. */
const reported: readonly Status[] = ['approved', 'rejected', 'expired', 'cancelled', 'superseded']

/** Throws 422 where nothing could be posted to this address, or nobody could check who posted it. */
export async function requireCallback(ctx: Context, agent: string, url: string): Promise<void> {
  const fault = addressFault(url)
  if (fault) throw invalid(fault, 'body.callbackUrl')
  if (await hasCallbackSecret(ctx.db, ctx, agent)) return
  const path = `/api/v1/agents/${encodeURIComponent(agent)}/callback-secret`
  throw invalid(`${agent} has no callback secret to sign with: a lead makes one with POST ${path}.`, 'body.callbackUrl')
}

/** Puts on its way what the callback of a request is told of a transition, in its transaction. Answers the id for the audit. */
export async function callBack(tx: Tx, ctx: Context, before: Row | null, row: Row): Promise<{ callback?: string }> {
  const { callbackUrl: url, agent, status } = row
  if (url === null || status === before?.status || !reported.includes(status)) return {}
  const { id, digest, revision, tool, environment, runId, toolCallId, decision } = toApproval(row)
  const decided = decision && { kind: decision.kind, by: decision.by, at: decision.at, comment: decision.comment }
  const callback = await enqueueCallback(
    tx,
    ctx,
    { approvalId: id, agent, url },
    {
      ...{ type: `approval.${status}`, title: `${tool} of ${agent} is ${status}`, text: decision?.comment ?? '' },
      ...{ severity: 'info', state: 'note', key: id, path: `/approvals?id=${encodeURIComponent(id)}` },
      at: toRfc3339(row.updatedAt),
      approval: { id, status, revision, digest, agent, tool, environment, runId, toolCallId, decision: decided },
    },
  )
  return { callback }
}
