import type { Measure } from '#lib/domain/metrics/measures.ts'
import type { Metrics } from '#lib/domain/metrics/use-metrics.ts'
import { changeOf } from '#lib/shared/change/change.ts'
import type { Pair } from '#lib/shared/change/types.ts'
import { deltaText, shownChange } from '#lib/shared/change/words.ts'
import { formatAbsolute } from '#lib/shared/time.ts'
import type { KnownCost } from './known-cost.ts'
import type { Breakdown } from './search-params.ts'

/** What a breakdown counts beside its cost: requests of whole agents, calls of models and tools, or traces of users. */
export type Per = 'request' | 'span' | 'trace'

const per: Record<Breakdown, Per> = {
  agent: 'request',
  environment: 'request',
  framework: 'request',
  release: 'request',
  model: 'span',
  provider: 'span',
  tool: 'span',
  user: 'trace',
  session: 'trace',
  tag: 'trace',
}
export const perOf = (by: Breakdown): Per => per[by]

const measuresOf: Record<Per, { total: Measure; count: Measure }> = {
  request: { total: 'totalCost', count: 'requests' },
  span: { total: 'cost', count: 'spans' },
  trace: { total: 'totalCost', count: 'traces' },
}

/** The measures of a breakdown, in the order in which rows are read. */
export function askedOf(by: Breakdown): Measure[] {
  const { total, count } = measuresOf[perOf(by)]
  const other: Measure[] = total === 'totalCost' ? ['otherCost'] : []
  return [total, count, 'unpricedSpans', 'unmeteredCalls', ...other]
}

export type Shown = ReturnType<typeof shownChange>

export interface BreakdownRow extends KnownCost {
  id: string
  /** Null: spans without such a name. */
  name: string | null
  count: number
  /** The part of `usd` that is not for tokens. Null if it is not known for this breakdown. */
  other: string | null
  before: string | null
  change: Shown
  /** `usd` divided by `count`; null if the count is 0. */
  each: number | null
  eachChange: Shown
  /** Its share of the whole range, from 0 to 1; null if unknown. */
  share: number | null
  trend: (number | null)[]
}

interface Answers {
  now: Metrics
  before: Metrics
  series: Metrics
  seriesBefore: Metrics
  bucketMs: number
}

interface Figures extends KnownCost {
  count: number
  other: string | null
}

/** Rows of one breakdown, the most expensive first. */
export function breakdownRows(answers: Answers): BreakdownRow[] {
  const before = new Map(answers.before.rows.map(row => [keyOf(row[0]), figuresOf(row.slice(1))]))
  const [series, seriesBefore] = [bucketsOf(answers.series), bucketsOf(answers.seriesBefore)]
  const all = answers.now.rows.map(row => ({ key: keyOf(row[0]), name: nameOf(row[0]), now: figuresOf(row.slice(1)) }))
  const known = all.reduce((sum, { now }) => sum + Number(now.usd ?? 0), 0)
  return all
    .map(({ key, name, now }): BreakdownRow => {
      const was = before.get(key)
      const pairs = pairsOf(series.get(key), seriesBefore.get(key), answers)
      const usd = now.usd === null ? null : Number(now.usd)
      const notWhole = notWholeBefore(answers.before)
      return {
        id: key,
        name,
        ...now,
        before: was?.usd ?? null,
        change: notWhole ? unknown(notWhole) : changeOfTotal(usd, was, pairs),
        each: usd === null || now.count === 0 ? null : usd / now.count,
        eachChange: notWhole ? unknown(notWhole) : changeOfEach(usd, now, was, pairs),
        share: usd === null || known === 0 ? null : usd / known,
        trend: trendOf(series.get(key), answers),
      }
    })
    .sort((a, b) => Number(b.usd ?? -1) - Number(a.usd ?? -1) || (a.id < b.id ? -1 : 1))
}

/** Why a range before cannot be compared: figures begin within it, or after it. Null: it can. */
export function notWholeBefore({ firstAt, from }: Pick<Metrics, 'firstAt' | 'from'>): string | null {
  if (firstAt === null || Date.parse(firstAt) <= Date.parse(from)) return null
  return `Figures begin on ${formatAbsolute(firstAt, 'utc').slice(0, 10)}, within or after the range before: it is not whole.`
}

type Cell = Metrics['rows'][number][number]
const keyOf = (value: Cell | undefined) => JSON.stringify(value ?? null)
const nameOf = (value: Cell | undefined) => (value === null || value === undefined ? null : String(value))

function figuresOf([usd = null, count = 0, unpriced = 0, unmetered = 0, other = null]: readonly Cell[]): Figures {
  return {
    usd: usd === null ? null : String(usd),
    count: Number(count),
    unpriced: Number(unpriced),
    unmetered: Number(unmetered),
    other: other === null ? null : String(other),
  }
}

/** Figures by row and by the start of a bucket. */
function bucketsOf({ rows }: Metrics): Map<string, Map<number, Figures>> {
  const found = new Map<string, Map<number, Figures>>()
  for (const [at, name, ...figures] of rows) {
    const key = keyOf(name)
    const buckets = found.get(key) ?? new Map<number, Figures>()
    found.set(key, buckets.set(Date.parse(String(at)), figuresOf(figures)))
  }
  return found
}

type Buckets = ReadonlyMap<number, Figures> | undefined
type Both = Pair<{ usd: number; count: number }>

/**
 * Whole buckets of the range, beside those of the range before. The first and the last are cut by the ends of the
 * range.
 */
function pairsOf(now: Buckets, before: Buckets, { series, seriesBefore, bucketMs }: Answers): Both[] {
  const [from, to, fromBefore] = [series.from, series.to, seriesBefore.from].map(at => Date.parse(at)) as [
    number,
    number,
    number,
  ]
  const at = (buckets: Buckets, time: number) => {
    const found = buckets?.get(time)
    return { usd: Number(found?.usd ?? 0), count: found?.count ?? 0 }
  }
  const pairs: Both[] = []
  for (let time = bucketMs; from + time < to - bucketMs; time += bucketMs) {
    pairs.push({ before: at(before, fromBefore + time), after: at(now, from + time) })
  }
  return pairs
}

function trendOf(buckets: Buckets, { series, bucketMs }: Answers): (number | null)[] {
  const trend: (number | null)[] = []
  const end = Math.min(
    Date.parse(series.to),
    series.complete ? Number.POSITIVE_INFINITY : series.askedAt - bucketMs + 1,
  )
  for (let at = Date.parse(series.from); at < end; at += bucketMs) {
    const found = buckets?.get(at)
    trend.push(found === undefined ? 0 : found.usd === null ? null : Number(found.usd))
  }
  return trend
}

const unknown = (title: string): Shown => ({ text: '–', verdict: 'neutral', title })

/** The verdict comes from whole buckets, the figure from the whole ranges. */
function changeOfTotal(usd: number | null, was: Figures | undefined, pairs: readonly Both[]): Shown {
  if (usd === null) return unknown('No call of it has a known price.')
  if (!was) return { text: 'new', verdict: 'neutral', title: 'Nothing of it in the range before.' }
  if (was.usd === null) return unknown('No call of the range before has a known price.')
  const sums = pairs.map(({ before, after }) => ({ before: before.usd, after: after.usd }))
  const { verdict, title } = shownChange(changeOf({ kind: 'count', pairs: sums }, { better: 'lower' }), 'relative')
  return { text: relative(Number(was.usd), usd), verdict, title }
}

function changeOfEach(usd: number | null, now: Figures, was: Figures | undefined, pairs: readonly Both[]): Shown {
  if (usd === null || now.count === 0 || !was || was.usd === null || was.count === 0)
    return unknown('Unknown in one of the two ranges.')
  const parts = pairs.map(({ before, after }) => ({
    before: { sum: before.usd, count: before.count },
    after: { sum: after.usd, count: after.count },
  }))
  const { verdict, title } = shownChange(changeOf({ kind: 'mean', pairs: parts }, { better: 'lower' }), 'relative')
  return { text: relative(Number(was.usd) / was.count, usd / now.count), verdict, title }
}

/** The words for a difference of two figures, without a verdict. */
export const relative = (before: number, after: number): string =>
  deltaText({ absolute: after - before, relative: before > 0 ? after / before - 1 : null }, 'relative')
