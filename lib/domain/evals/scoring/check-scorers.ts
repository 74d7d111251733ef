import { scorerFault } from '#lib/domain/judges/index.ts'
import { invalid } from '#lib/shared/problem.ts'
import type { Suite } from '../suites/schemas.ts'

const needs = {
  exact: 'expectedOutput',
  similarity: 'expectedOutput',
  'contains-findings': 'expectedFindings',
} as const

/** Throws 422 if a scorer cannot work, or if scenarios lack what a scorer compares with. */
export function checkScorers(
  { criteria, scenarios }: Pick<Suite, 'criteria' | 'scenarios'>,
  fieldOf = (place: number, name: string) => `body.scenarios.${place}.${name}`,
): void {
  for (const [place, { scorer }] of criteria.entries()) {
    if (!scorer) continue
    const fault = scorerFault(scorer)
    if (fault) throw invalid(`The scorer cannot work: ${fault}.`, `body.criteria.${place}.scorer`)
    const needed = scorer.kind in needs ? needs[scorer.kind as keyof typeof needs] : null
    const at = needed === null ? -1 : scenarios.findIndex(each => (each[needed] ?? []).length === 0)
    if (needed !== null && at >= 0)
      throw invalid(`The scorer ${scorer.kind} needs it in every scenario.`, fieldOf(at, needed))
  }
}
