import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { lockStates, nameOf, writeStates } from '#lib/platform/state-machine/control-state.ts'
import { breakersOf, ownBreaker, readBreakers } from './read-breakers.ts'
import { recordSteps } from './record-steps.ts'
import { type Breaker, become, newBreaker } from './rules.ts'

interface Breaking {
  agent: string
  environment: string | null
  rule: string
  message: string
  at: Date
}

/**
 * Opens the breaker of an agent for a reason that no further call can remove: it stays open until a person resets it. A
 * breaker that a person has disabled or set to metrics only stays as it is.
 */
export async function breakAgent(
  tx: Tx,
  ctx: Context,
  { agent, environment, rule, message, at }: Breaking,
): Promise<void> {
  const { projectId } = ctx
  const fitting = breakersOf(await readBreakers(tx, projectId), { agent, tool: null, environment: environment ?? '' })
  const whole = fitting.find(
    ({ scope }) => scope.agent === agent && scope.tool === null && scope.environment === environment,
  )
  const { slug, scope } = whole ?? ownBreaker(agent)
  const key = { kind: 'breaker' as const, key: slug }
  const row = (await lockStates(tx, projectId, [key])).get(nameOf(key))
  const before = (row?.body as Breaker | null) ?? newBreaker('closed', at.getTime())
  if (!row || !['closed', 'open', 'half_open'].includes(before.state)) return
  const { breaker, steps } = become(before, 'forced_open', at.getTime(), { rule, message })
  await writeStates(tx, projectId, [{ ...key, revision: row.revision, status: breaker.state, body: breaker }], at)
  await recordSteps(tx, ctx, { slug, scope, before, steps, cause: { rule }, at })
}
