import type { Regression } from '../regression.ts'

const count = (number: number, what: string) => `${number} more ${what}${number === 1 ? '' : 's'}`

/** What would decide a comparison that is open, as a sentence; empty where it is not open, or nobody can tell. */
export function whatDecides(of: Pick<Regression, 'moreRunsNeeded' | 'moreScenariosNeeded'>): string {
  const { moreRunsNeeded: runs, moreScenariosNeeded: scenarios } = of
  const added = scenarios === null ? '' : count(scenarios, 'scenario')
  if (runs !== null)
    return `About ${count(runs, 'run')} would decide, reported as repeats of this one and of a new baseline${added && `; or ${added}`}.`
  return added && `More repeats would not decide, since its scenarios differ too much; about ${added} would.`
}
