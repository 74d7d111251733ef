import { systemContext } from '#lib/platform/context.ts'
import type { Database } from '#lib/platform/db/client.ts'
import type { Case } from './cases.ts'

export interface Times {
  p50: number
  p95: number
}

/** The time of a question to each of some databases, asked in turn so that what else the machine does meets all alike. */
export async function measure(
  one: Case,
  databases: readonly Database[],
  projectId: string,
  runs: number,
): Promise<Times[]> {
  const contexts = databases.map(db => systemContext(db, projectId, 'bench'))
  const times = contexts.map((): number[] => [])
  for (let run = -2; run < runs; run++) {
    for (const [i, ctx] of contexts.entries()) {
      const began = performance.now()
      await one.ask(ctx)
      if (run >= 0) times[i]?.push(performance.now() - began)
    }
  }
  return times.map(list => ({ p50: rank(list, 0.5), p95: rank(list, 0.95) }))
}

/** The ⌈q·n⌉-th smallest. */
function rank(times: readonly number[], q: number): number {
  const sorted = [...times].sort((a, b) => a - b)
  return Math.round((sorted[Math.ceil(q * sorted.length) - 1] ?? 0) * 10) / 10
}
