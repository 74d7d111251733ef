import { countMatches, touch } from '#lib/domain/policies/index.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import type { Ask } from './ask.ts'
import type { NewPermit } from './rows.ts'

interface Asked {
  asks: ReadonlyMap<string, Ask>
  created: readonly NewPermit[]
}

/**
 * Stores what the granted steps touch, so that policies know it at the next step of the run, and how often each policy
 * matched a step. A step that waits for a person is counted by its request. In the transaction of the permits, so that
 * no granted step is unknown to the next one.
 */
export async function keepTouched(sql: Sql, ctx: Context, { asks, created }: Asked, at: Date): Promise<void> {
  const known = created.flatMap(permit => {
    const ask = asks.get(permit.id)
    return ask ? [{ ask, permit }] : []
  })
  const touches = known.flatMap(({ ask: { agent, tool, labels, body }, permit }) =>
    tool === null || permit.decision !== 'allow' ? [] : [{ agent, run: body.runId, tool, labels }],
  )
  await touch(sql, ctx, touches, at)
  await countMatches(
    sql,
    ctx,
    known.flatMap(({ ask, permit }) => (asksForItself(permit) ? [] : ask.policies)),
  )
}

/** The request for approval is about the step itself, not about a limit of its run. */
const asksForItself = ({ decision, reasons }: NewPermit) =>
  decision === 'needs_approval' && !reasons[0]?.rule.startsWith('run-budget/')
