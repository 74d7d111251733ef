import { rollupDimensions, type SpanSum, spanSums, type TraceSum, traceSums } from '#lib/domain/traces/measures.ts'
import type { Contribution } from './contribution.ts'

/** Sums by name, zeros left out. Rows written before sums had names hold arrays. */
type StoredSums = Record<string, number> | number[]

/** A contribution as the columns `trace.contribution` and `run.contribution` keep it. */
export interface StoredContribution {
  sums?: [string, StoredSums][]
  bins?: [string, number][]
  tops?: [string, StoredSums][]
}

export const pack = (c: Contribution): StoredContribution => ({
  sums: [...c.sums].map(([key, sums]) => [key, withoutZeros(sums, spanSums)]),
  bins: [...c.bins],
  ...(c.tops.size > 0 && { tops: [...c.tops].map(([key, sums]) => [key, withoutZeros(sums, traceSums)]) }),
})

export const unpack = (s: StoredContribution): Contribution => ({
  sums: new Map(s.sums?.map(([key, sums]) => [withProvider(key, 0), complete(sums, spanSums, spanOrderBeforeNames)])),
  bins: new Map(s.bins?.map(([key, count]) => [withProvider(key, 2), count])),
  tops: new Map(s.tops?.map(([key, sums]) => [key, complete(sums, traceSums, traceOrderBeforeNames)])),
  // Versions of prompts came later: rows that keep what they have added have added nothing to them.
  prompts: new Map(),
  // Where a trace counts is read from its row.
  traces: new Map(),
})

/** The key of a rollup row, with what follows it. Rows written before there was the dimension have an empty one: no provider. */
function withProvider(text: string, more: number): string {
  const key = JSON.parse(text) as unknown[]
  const place = rollupDimensions.length
  return key.length > place + more ? text : JSON.stringify([...key.slice(0, place), '', ...key.slice(place)])
}

/** The order of the arrays in rows from before sums had names. It never changes. */
const spanOrderBeforeNames: readonly SpanSum[] = [
  'spans',
  'errors',
  'requests',
  'requestErrors',
  'inputTokens',
  'outputTokens',
  'cachedInputTokens',
  'reasoningTokens',
  'cost',
  'unpricedSpans',
  'unmeteredCalls',
]
const traceOrderBeforeNames: readonly TraceSum[] = [
  'traces',
  'errors',
  'inputTokens',
  'outputTokens',
  'cost',
  'unpricedSpans',
  'unmeteredCalls',
]

function withoutZeros<Name extends string>(sums: Record<Name, number>, names: readonly Name[]): Record<string, number> {
  const stored: Record<string, number> = {}
  for (const name of names) if (sums[name] !== 0) stored[name] = sums[name]
  return stored
}

/** A measure that was added later is 0: this row has not added it to the rollups. */
function complete<Name extends string>(stored: StoredSums, names: readonly Name[], orderBeforeNames: readonly Name[]) {
  const sums = {} as Record<Name, number>
  for (const name of names) {
    sums[name] = (Array.isArray(stored) ? stored[orderBeforeNames.indexOf(name)] : stored[name]) ?? 0
  }
  return sums
}
