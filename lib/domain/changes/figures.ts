import type { QualityScore } from '#lib/domain/agents/schemas.ts'
import { changeOf } from '#lib/shared/change/change.ts'
import type { About, Change, Figure, Pair, Part } from '#lib/shared/change/types.ts'
import { binMiddle } from '#lib/shared/statistics.ts'
import type { FigureName } from './schemas.ts'
import type { Bucket, Score, Series } from './series.ts'

/** Which way is good. Nobody knows the scale of a score, so its smallest change is a share of the value before. */
export const about: Record<FigureName, About> = {
  errors: { better: 'lower' },
  quality: { better: 'higher', least: { relative: 0.02 } },
  cost: { better: 'lower' },
  p95: { better: 'lower' },
}

const zero: Part = { sum: 0, count: 0 }

/** Pairs the buckets of two ranges. The shorter list is filled up with `none`. */
export function pairsOf<Value>(before: readonly Value[], after: readonly Value[], none: Value): Pair<Value>[] {
  const length = Math.max(before.length, after.length)
  return Array.from({ length }, (_, i) => ({ before: before[i] ?? none, after: after[i] ?? none }))
}

/** What a bucket contributes to a figure. */
export const partOf = {
  errors: (bucket: Bucket): Part => ({ sum: bucket.errors, count: bucket.requests }),
  cost: (bucket: Bucket): Part => ({ sum: bucket.cost, count: bucket.requests }),
}

const sumOf = (parts: readonly Part[]): Part => ({
  sum: parts.reduce((all, part) => all + part.sum, 0),
  count: parts.reduce((all, part) => all + part.count, 0),
})

/**
 * A figure of two stretches of time: the two ranges, or what lies before and after a release. For a percentile it is
 * the share of slow requests, because its value is known only for the whole ranges.
 */
export function figureOf(name: FigureName, before: readonly Part[], after: readonly Part[]): Figure {
  if (name === 'errors') return { kind: 'rate', before: sumOf(before), after: sumOf(after) }
  return { kind: 'mean', pairs: pairsOf(before, after, zero) }
}

export function requestsChange({ before, after }: Series): Change {
  const count = (bucket: Bucket) => bucket.requests
  return changeOf({ kind: 'count', pairs: pairsOf(before.map(count), after.map(count), 0) }, { better: null })
}

export const errorsChange = ({ before, after }: Series): Change =>
  changeOf(figureOf('errors', before.map(partOf.errors), after.map(partOf.errors)), about.errors)

/** If more than this share of requests has calls without a known cost, the rest says nothing about the whole. */
const mostUnknown = 0.02

/** Whether the cost of a stretch is known well enough to be compared. */
export function costKnown(buckets: readonly Bucket[]): boolean {
  const [unknown, requests] = [total(buckets, 'unknown'), total(buckets, 'requests')]
  return unknown <= mostUnknown * requests
}

export const total = (buckets: readonly Bucket[], of: keyof Bucket) =>
  buckets.reduce((sum, bucket) => sum + bucket[of], 0)

export function costChange({ before, after }: Series): Change {
  const change = changeOf(figureOf('cost', before.map(partOf.cost), after.map(partOf.cost)), about.cost)
  return costKnown(before) && costKnown(after)
    ? change
    : { ...change, significant: false, verdict: 'neutral', whyNot: 'partial' }
}

const milliseconds = (bin: number | null) => (bin === null ? null : binMiddle(bin) / 1000)

export function p95Change({ slow, p95 }: Series): Change {
  const pairs = pairsOf(slow.before, slow.after, zero)
  const values = { before: milliseconds(p95.before), after: milliseconds(p95.after) }
  return changeOf({ kind: 'percentile', ...values, pairs }, about.p95)
}

/**
 * The score that the agent is registered with, or else the one with the most values: means of different scores or sources
 * are not comparable.
 */
export function mainScore({ scores }: Pick<Series, 'scores'>, registered: QualityScore | null): Score | null {
  if (registered) return registeredScore(scores, registered)
  const count = (score: Score) => sumOf(score.before).count + sumOf(score.after).count
  return [...scores].sort((a, b) => count(b) - count(a) || (a.name < b.name ? -1 : 1))[0] ?? null
}

function registeredScore(scores: readonly Score[], { name, source }: QualityScore): Score {
  const own = scores.filter(score => score.name === name && (source === null || score.source === source))
  const added = (side: 'before' | 'after') =>
    own.reduce<Part[]>((all, score) => pairsOf(all, score[side], zero).map(pair => sumOf(Object.values(pair))), [])
  return { name, source, before: added('before'), after: added('after') }
}

export function qualityChange(score: Score | null): Change {
  const figure = figureOf('quality', score?.before ?? [], score?.after ?? [])
  return changeOf(figure, about.quality)
}

export const scoredCount = (score: Score | null) => sumOf(score?.after ?? []).count
