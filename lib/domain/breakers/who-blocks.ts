import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { readStates } from '#lib/platform/state-machine/control-state.ts'
import { breakersOf, type ConfiguredBreaker, readBreakers } from './read-breakers.ts'
import type { Breaker } from './rules.ts'

interface Step {
  agent: string
  tool: string | null
  environment: string
}

export interface Blocking {
  slug: string
  message: string
}

/** The breaker that blocks a step now. It takes no place of a probe. Null if no breaker blocks it. */
export function blocking(
  all: readonly ConfiguredBreaker[],
  states: ReadonlyMap<string, Breaker>,
  step: Step,
  now: number,
): Blocking | null {
  for (const { slug } of breakersOf(all, step)) {
    const breaker = states.get(slug)
    const open = breaker?.state === 'open' && (breaker.openUntil === null || now <= breaker.openUntil)
    if (!breaker || !(open || breaker.state === 'forced_open')) continue
    return { slug, message: `The circuit breaker ${slug} is open${breaker.reason ? `: ${breaker.reason}` : '.'}` }
  }
  return null
}

/** For each of some steps the breaker that blocks it now, in the order of the steps. */
export async function blockingBreakers(
  reader: Reader & Sql,
  ctx: Context,
  steps: readonly Step[],
  now: Date,
): Promise<(Blocking | null)[]> {
  if (steps.length === 0) return []
  const all = await readBreakers(reader, ctx.projectId)
  const slugs = new Set(steps.flatMap(step => breakersOf(all, step).map(({ slug }) => slug)))
  const states = await readStates<Breaker>(reader, ctx.projectId, 'breaker', [...slugs])
  return steps.map(step => blocking(all, states, step, now.getTime()))
}
