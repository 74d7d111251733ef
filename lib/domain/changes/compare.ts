import type { QualityScore } from '#lib/domain/agents/schemas.ts'
import { notCalled } from '#lib/shared/change/change.ts'
import type { Change } from '#lib/shared/change/types.ts'
import { nanosToUsd } from '#lib/shared/money.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import {
  costChange,
  errorsChange,
  mainScore,
  p95Change,
  qualityChange,
  requestsChange,
  scoredCount,
  total,
} from './figures.ts'
import type { Ranges } from './ranges.ts'
import { type Compared, type FigureName, type Finding, figureNames } from './schemas.ts'
import type { Score, Series } from './series.ts'
import { type Appeared, bestSplit, type Since } from './since.ts'

/** Every figure of an agent against the range before, and for each figure the release that splits the ranges best. */
export interface Judged {
  series: Series
  score: Score | null
  requests: Change
  changes: Record<FigureName, Change>
  since: Partial<Record<FigureName, Since>>
}

export function judge(
  series: Series,
  registered: QualityScore | null,
  appeared: readonly Appeared[],
  ranges: Ranges,
): Judged {
  const score = mainScore(series, registered)
  const changes = {
    errors: errorsChange(series),
    quality: qualityChange(score),
    cost: costChange(series),
    p95: p95Change(series),
  }
  const since: Judged['since'] = {}
  for (const figure of figureNames) {
    const found = bestSplit(series, figure, score, appeared, ranges)
    if (found) since[figure] = found
  }
  return { series, score, requests: requestsChange(series), changes, since }
}

export const chancesOf = ({ requests, changes }: Judged): (number | null)[] =>
  [requests, ...Object.values(changes)].map(({ chance }) => chance)

/**
 * The answer for one agent. `limit` is the highest chance of noise at which a difference is called a change, among all
 * agents of the answer. `scored` is how many of its traces have the score of its quality.
 */
export function compared(judged: Judged, scored: number, limit: number, ranges: Ranges): Omit<Compared, 'slo'> {
  const { series, score } = judged
  const kept = (change: Change) =>
    change.significant && (change.chance ?? 1) > limit ? notCalled(change, 'noise') : change
  const changes = {
    errors: kept(judged.changes.errors),
    quality: kept(judged.changes.quality),
    cost: kept(judged.changes.cost),
    p95: kept(judged.changes.p95),
  }
  const requests = kept(judged.requests)
  const findings = findingsOf(changes, judged.since)
  return {
    key: series.key || null,
    framework: series.framework,
    health: healthOf(changes, findings, requests.after ?? 0),
    requests: figureOf(requests),
    errors: figureOf(changes.errors),
    quality: {
      ...figureOf(changes.quality),
      name: score?.name ?? null,
      source: score?.source ?? null,
      count: scoredCount(score),
      scoredShare: shareOf(scored, total(series.after, 'traces')),
    },
    cost: { ...figureOf(changes.cost), ...costPerRequest(series) },
    p95: figureOf(changes.p95),
    spark: sparkOf(series, ranges),
    findings,
  }
}

function figureOf({ before, after, ...change }: Change) {
  return { value: after, before, change }
}

/** Null if the agent began no trace: its scores judge spans in traces of others. */
const shareOf = (scored: number, traces: number): number | null => (traces === 0 ? null : scored / traces)

/** Nano-dollars, rounded; the sums are exact. Unknown if only calls without a known cost are there. */
function costPerRequest({ before, after }: Series) {
  const usd = (buckets: Series['before']) => {
    const [cost, requests] = [total(buckets, 'cost'), total(buckets, 'requests')]
    if (requests === 0 || (cost === 0 && total(buckets, 'unknown') > 0)) return null
    return nanosToUsd(BigInt(Math.round(cost / requests)))
  }
  return { value: usd(after), before: usd(before) }
}

function findingsOf(changes: Record<FigureName, Change>, since: Judged['since']): Finding[] {
  const findings = (Object.entries(changes) as [FigureName, Change][]).flatMap(
    ([figure, change]) => findingOf(figure, change, since[figure]) ?? [],
  )
  return findings.sort((a, b) => weight(b) - weight(a))
}

function findingOf(figure: FigureName, change: Change, split: Since | undefined): Finding | null {
  const alone = change.verdict === 'neutral' && split?.alone === true && figure !== 'p95'
  const verdict = alone ? split.change.verdict : change.verdict
  if (verdict === 'neutral') return null
  const says = split && split.change.verdict === verdict ? split : null
  // The split of a percentile knows only the share of slow requests, so the value comes from the whole ranges.
  const { absolute, relative } = says && figure !== 'p95' ? says.change : change
  return {
    figure,
    verdict,
    absolute: absolute ?? 0,
    relative,
    release: says?.release.release ?? null,
    since: says ? toRfc3339(new Date(says.release.atMs)) : null,
  }
}

/** How bad it is: ten percentage points more errors weigh as much as twice the cost. What got better weighs nothing. */
export function weight({ figure, verdict, absolute, relative }: Finding): number {
  if (verdict === 'better') return 0
  if (figure === 'errors') return 10 * Math.abs(absolute)
  const size = Math.abs(relative ?? 1)
  return figure === 'quality' ? 4 * size : size
}

/** From this error rate on, more errors are critical and not only worse. */
const criticalErrors = 0.05

/** With fewer requests nobody can say that all is well. */
const leastRequests = 10

function healthOf(
  { errors }: Record<FigureName, Change>,
  findings: readonly Finding[],
  requests: number,
): Compared['health'] {
  if (errors.verdict === 'worse' && (errors.after ?? 0) >= criticalErrors) return 'critical'
  if (findings.some(finding => finding.verdict === 'worse')) return 'worse'
  return requests < leastRequests ? 'unknown' : 'steady'
}

/** Requests in whole buckets. The buckets at both ends are cut by the range, and would look like a drop. */
function sparkOf({ after }: Series, { border, end, widthMs }: Ranges): number[] {
  const first = border % widthMs === 0 ? 0 : 1
  const whole = Math.floor(end / widthMs) - Math.floor(border / widthMs)
  return after.slice(first, whole).map(bucket => bucket.requests)
}
