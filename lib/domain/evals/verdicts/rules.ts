import type { Regression } from '../regression.ts'

const count = (number: number, what: string) => `${number} more ${what}${number === 1 ? '' : 's'}`

/** A sentence with what would decide an open comparison. Empty if it is not open, or if that is unknown. */
export function whatDecides(of: Pick<Regression, 'moreRunsNeeded' | 'moreScenariosNeeded'>): string {
  const { moreRunsNeeded: runs, moreScenariosNeeded: scenarios } = of
  const added = scenarios === null ? '' : count(scenarios, 'scenario')
  if (runs !== null)
    return `About ${count(runs, 'run')} would decide, reported as repeats of this one and of a new baseline${added && `; or ${added}`}.`
  return added && `More repeats would not decide, since its scenarios differ too much; about ${added} would.`
}
