import { type Paired, whatDecides } from '#lib/domain/evals/index.ts'
import type { Finding } from './rules.ts'
import type { Comparison } from './schemas.ts'

export interface Compared {
  name: string
  from: number | null
  to: number
  suite: string | null
  before: Comparison['before']
  after: Comparison['after']
  paired: Paired | null
  lint: Finding[]
}

/** Whether the later version may replace the earlier one. Pure. If anything is missing, it does not pass. */
export function judgeVersions(of: Compared): Omit<Comparison, 'markdown'> {
  const { name, from, to, suite, before, after, paired } = of
  const errors = of.lint.filter(({ severity }) => severity === 'error').map(({ message }) => message)
  const lacks = lacksOf(of)
  const tooLow = paired?.afterAverage != null && paired.afterAverage < paired.threshold
  const reasons = [
    ...errors,
    ...(tooLow ? [`The average is below the threshold ${paired.threshold} of the suite.`] : []),
    ...(paired?.outcome === 'worse' ? ['It is worse than the version it is compared with.'] : []),
    ...(paired?.outcome === 'as-good'
      ? ['It is as good as the version it is compared with, within the margin of the suite.']
      : []),
  ]
  const fails = errors.length > 0 || tooLow || paired?.outcome === 'worse'
  return {
    ...{ name, from, to, suite, before, after, lint: of.lint, lacks, reasons },
    verdict: fails ? 'fail' : lacks.length > 0 ? 'inconclusive' : 'pass',
    ...{ pairs: paired?.pairs ?? 0, delta: paired?.delta ?? null, interval: paired?.interval ?? null },
    worst: paired?.worst.slice(0, 10) ?? [],
  }
}

function lacksOf({ from, to, suite, before, after, paired }: Compared): string[] {
  if (suite === null) return ['No eval suite is set for this prompt.']
  const missing = [
    ...(from === null ? ['The label production is not set, so there is no version to compare with.'] : []),
    ...(from !== null && before === null ? [`Version ${from} has no finished run of ${suite}.`] : []),
    ...(after === null ? [`Version ${to} has no finished run of ${suite}.`] : []),
  ]
  if (missing.length > 0) return missing
  if (paired === null) return ['The two runs cannot be compared.']
  if (paired.outcome !== 'open') return []
  return [
    paired.interval === null
      ? 'Too few scenarios were scored in both runs.'
      : `It is not yet clear whether it is worse. ${whatDecides(paired)}`.trim(),
  ]
}
