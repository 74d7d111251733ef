import type { Part } from '#lib/shared/change/types.ts'
import { bucketsOf, placeOf, type Ranges, slowRanges } from './ranges.ts'

/** What one bucket holds of an agent. Cost is in nano-dollars. */
export interface Bucket {
  requests: number
  errors: number
  cost: number
  /** Calls that the cost leaves out. */
  unknown: number
  /** Traces that it began. */
  traces: number
}

export interface Score {
  name: string
  /** Null: of any source. */
  source: string | null
  before: Part[]
  after: Part[]
}

/** Both ranges of one agent, by bucket. */
export interface Series {
  key: string
  framework: string | null
  before: Bucket[]
  after: Bucket[]
  /** How many requests there were and how many of them were slow, by the buckets of `slowRanges`. */
  slow: { before: Part[]; after: Part[] }
  /** Bins that contain the 95th percentile. */
  p95: { before: number | null; after: number | null }
  scores: Score[]
}

/** BIGINT and NUMERIC arrive as text. */
export interface SumRow {
  key: string
  after: boolean
  at: Date
  framework: string | null
  requests: string | null
  errors: string | null
  cost: string | null
  unknown: string | null
  traces: string | null
  name: string | null
  source: string | null
  scoreSum: string | null
  scored: string | null
}

/** Traces with a score of this name; the source is empty where it counts those from anywhere. */
export interface ScoredRow {
  key: string
  name: string
  source: string
  traces: string
}

export interface SlowRow {
  key: string
  after: boolean
  at: Date
  slow: string
  count: string
  old: number | null
  new: number | null
}

const empty = (): Bucket => ({ requests: 0, errors: 0, cost: 0, unknown: 0, traces: 0 })
const none = (): Part => ({ sum: 0, count: 0 })
const listOf = <Value>(length: number, make: () => Value) => Array.from({ length }, make)

/** Sorts the rows of both statements into buckets. */
export function seriesOf(sums: readonly SumRow[], slow: readonly SlowRow[], ranges: Ranges): Series[] {
  const length = bucketsOf(ranges)
  const forSlow = slowRanges(ranges)
  const slowLength = bucketsOf(forSlow)
  const all = new Map<string, Series>()
  const seriesFor = (key: string): Series => {
    const known = all.get(key)
    if (known) return known
    const [before, after] = [listOf(length, empty), listOf(length, empty)]
    const slow = { before: listOf(slowLength, none), after: listOf(slowLength, none) }
    const made = { key, framework: null, before, after, slow, p95: { before: null, after: null }, scores: [] }
    all.set(key, made)
    return made
  }
  for (const row of sums) {
    const series = seriesFor(row.key)
    if (row.name === null) addSums(series, row, ranges)
    else addScore(series, row, ranges, length)
  }
  for (const row of slow) {
    const series = all.get(row.key)
    const { side, index } = partOf(row, forSlow)
    const part = series?.slow[side][index]
    if (!series || !part) continue
    series.p95 = { before: row.old, after: row.new }
    part.sum += Number(row.slow)
    part.count += Number(row.count)
  }
  return [...all.values()]
}

function partOf({ at, after }: { at: Date; after: boolean }, ranges: Ranges) {
  return { side: after ? ('after' as const) : ('before' as const), index: placeOf(at.getTime(), after, ranges) }
}

function addSums(series: Series, row: SumRow, ranges: Ranges): void {
  const { side, index } = partOf(row, ranges)
  const bucket = series[side][index]
  if (!bucket) return
  series.framework = row.framework || series.framework
  bucket.requests += Number(row.requests)
  bucket.errors += Number(row.errors)
  bucket.cost += Number(row.cost)
  bucket.unknown += Number(row.unknown)
  bucket.traces += Number(row.traces)
}

function addScore(series: Series, row: SumRow, ranges: Ranges, length: number): void {
  const [name, source] = [row.name ?? '', row.source ?? '']
  let score = series.scores.find(each => each.name === name && each.source === source)
  if (!score) {
    score = { name, source, before: listOf(length, none), after: listOf(length, none) }
    series.scores.push(score)
  }
  const { side, index } = partOf(row, ranges)
  const part = score[side][index]
  if (!part) return
  part.sum += Number(row.scoreSum)
  part.count += Number(row.scored)
}
