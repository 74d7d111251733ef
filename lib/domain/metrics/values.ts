import { type HistogramName, sumMeasures, type Unit } from '#lib/domain/traces/measures.ts'
import { nanosToUsd } from '#lib/shared/money.ts'
import { binMiddle } from '#lib/shared/statistics.ts'
import { isCostSum, type Measure, measureInfo, type Quantile, readingOf, type Sum } from './measures.ts'
import type { ScoredMeasureName, ScoreMeasureName } from './score-measures.ts'

export type BinRow = { total: string } & Record<`q${Quantile}`, number | null>

/** One row of the answer, before its measures are computed. */
export interface Group {
  key: (string | null)[]
  /** Sums as the database writes them. Empty if the group has no span. */
  sums: Partial<Record<Sum, string>>
  bins: Partial<Record<HistogramName, BinRow>>
  scores: Partial<Record<ScoreMeasureName, number | null>>
  /** How many traces began, and how many of them are scored. */
  traces: { begun: number; scored: number }
}

/** A measure of a group: a number, US dollars as a decimal string, or null if it is unknown. */
export function measureValue(measure: Measure, group: Group): number | string | null {
  const reading = readingOf(measure)
  const { unit } = measureInfo(measure)
  switch (reading.from) {
    case 'sum': {
      const sum = knownSum(reading.sum, group)
      return sum === null ? null : unit === 'usd' ? nanosToUsd(sum) : Number(sum)
    }
    case 'total': {
      const sum = knownTotal(reading.of, group)
      return sum === null ? null : nanosToUsd(sum)
    }
    case 'share': {
      const [sum, count] = [knownTotal(reading.of, group), sumOf(reading.per, group)]
      if (sum === null || count === 0n) return null
      return unit === 'usd' ? nanosToUsd(divided(sum, count)) : Number(sum) / Number(count)
    }
    case 'count':
      return Number(group.bins[reading.histogram]?.total ?? 0)
    case 'scores':
      return group.scores[reading.name] ?? measureInfo(measure).empty
    case 'scored':
      return scoredValue(reading.name, group)
    case 'percentile':
      return percentileValue(group.bins[reading.histogram]?.[`q${reading.quantile}`] ?? null, unit)
  }
}

function scoredValue(name: ScoredMeasureName, { traces: { begun, scored } }: Group): number | null {
  if (name === 'tracesBegun') return begun
  if (name === 'scoredTraces') return scored
  return begun === 0 ? null : scored / begun
}

const sumOf = (name: Sum, { sums }: Group) => BigInt(sums[name] ?? 0)

/** Null if nothing in the group could be counted, because a total of 0 would be a claim. */
function knownSum(name: Sum, group: Group): bigint | null {
  const sum = sumOf(name, group)
  if (isCostSum(name)) return sum
  const row = sumMeasures[name]
  const unknown = sum === 0n && 'leavesOut' in row && row.leavesOut.some(left => sumOf(left, group) > 0n)
  return unknown ? null : sum
}

const knownTotal = (names: readonly Sum[], group: Group) =>
  names.reduce<bigint | null>((total, name) => {
    const sum = knownSum(name, group)
    return total === null || sum === null ? null : total + sum
  }, 0n)

/** The largest sum first, the unknown ones last. */
export function ranked(measure: Measure, groups: readonly Group[]): Group[] {
  const reading = readingOf(measure)
  const names = reading.from === 'sum' ? [reading.sum] : reading.from === 'total' ? reading.of : []
  const value = (group: Group) => knownTotal(names, group)
  return [...groups].sort((a, b) => {
    const [x, y] = [value(a), value(b)]
    if (x === null || y === null) return Number(x === null) - Number(y === null)
    return x === y ? 0 : x < y ? 1 : -1
  })
}

/** Rounded half away from zero. */
function divided(sum: bigint, count: bigint): bigint {
  const half = sum < 0n ? -count / 2n : count / 2n
  return (sum + half) / count
}

function percentileValue(bin: number | null, unit: Unit): number | string | null {
  if (bin === null) return null
  switch (unit) {
    case 'ms':
      return Math.round(binMiddle(bin)) / 1000
    case 'usd':
      return nanosToUsd(BigInt(Math.round(binMiddle(bin))))
    default:
      return binMiddle(bin, true)
  }
}
