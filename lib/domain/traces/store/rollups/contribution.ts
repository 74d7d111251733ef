import {
  histograms,
  runHistograms,
  type SpanFacts,
  type SpanSum,
  spanHistograms,
  spanSums,
  sumMeasures,
  type TraceSum,
  traceSums,
} from '#lib/domain/traces/measures.ts'
import type { RunFigures } from '#lib/domain/traces/runs/parts.ts'
import { type Attributed, costOf, type SpanState } from '#lib/domain/traces/store/attribution/span-state.ts'
import type { TraceSummary } from '#lib/domain/traces/store/attribution/summarise.ts'
import { minuteOf } from './minute.ts'
import { accumulatePrompts, addPrompts, isNothing, type PromptSums } from './prompt-contribution.ts'

/** Sums stay below 2^53: nine million dollars a minute, key and trace. Money in nano-dollars. */
export type SpanSums = Record<SpanSum, number>
export type TraceSums = Record<TraceSum, number>

/** What a trace or a run adds to the rollups. Keys are JSON arrays. */
export interface Contribution {
  /** [minute, ...dimensions] → what spans add. */
  sums: Map<string, SpanSums>
  /** [minute, ...dimensions, histogram, bin] → count. */
  bins: Map<string, number>
  /** [hour, environment, dimension, value] → what traces add. */
  tops: Map<string, TraceSums>
  /** [minute, environment, prompt, version] → what traces add to the version of a prompt that they used. */
  prompts: Map<string, PromptSums>
  /** [minute, environment, agent, framework, release] → traces. */
  traces: Map<string, number>
}

export const emptyContribution = (): Contribution => ({
  ...{ sums: new Map(), bins: new Map(), tops: new Map(), prompts: new Map(), traces: new Map() },
})

/** Log bucket of a value: 10 % wide, so a percentile read from it is within 5 %. */
const binOf = (value: number) => (value < 1 ? -1 : Math.floor(Math.log(value) / Math.log(1.1)))

/**
 * Names of all measures, as a trace's row tells which of them it was counted with, and of the dimension that came after
 * the first traces: those without it have been counted under no provider. So it is with the versions of prompts.
 */
export const measureNames: string = [
  ...new Set([...spanSums, ...traceSums, ...spanHistograms, ...runHistograms, 'provider', 'prompts']),
].join(' ')

/** Which measures to count, by name; null: all. */
export type Only = ReadonlySet<string> | null

/** Adds `sign` × what a span adds. Framework chatter adds nothing unless its usage counts. */
export function addSpan(
  contribution: Contribution,
  span: SpanState,
  attributed: Attributed,
  sign: 1 | -1,
  only: Only = null,
): void {
  if (span.noise && !attributed.counted) return
  const key = [
    minuteOf(span.startUs),
    attributed.environment ?? '',
    attributed.agent ?? '',
    attributed.framework ?? '',
    attributed.release ?? '',
    span.kind,
    span.model ?? '',
    span.tool ?? '',
    only === null || only.has('provider') ? (span.provider ?? '') : '',
  ]
  const facts = factsOf(span, attributed)
  addTo(contribution.sums, spanSums, JSON.stringify(key), spanSumsOf(facts, only), sign)
  for (const name of spanHistograms) {
    if (only === null || only.has(name)) addBin(contribution, key, name, histograms[name].ofSpan(facts), sign)
  }
}

function factsOf(span: SpanState, attributed: Attributed): SpanFacts {
  return {
    span,
    counted: attributed.counted,
    request: attributed.request,
    failed: span.status === 'error',
    cost: attributed.counted ? costOf(span) : null,
    unmetered: attributed.unmetered,
  }
}

function spanSumsOf(facts: SpanFacts, only: Only): SpanSums {
  const sums = {} as SpanSums
  for (const name of spanSums) sums[name] = only === null || only.has(name) ? sumMeasures[name].ofSpan(facts) : 0
  return sums
}

/** Per run: what each execution adds, under the kind `run`. Unknown adds no value. */
export function runContribution(run: RunFigures, only: Only = null): Contribution {
  const contribution = emptyContribution()
  if (!run.executes) return contribution
  const key = [
    minuteOf(run.startUs),
    run.environment ?? '',
    run.agent ?? '',
    run.framework ?? '',
    run.release ?? '',
    'run',
    '',
    '',
    '',
  ]
  for (const name of runHistograms) {
    if (only === null || only.has(name)) addBin(contribution, key, name, histograms[name].ofRun(run), 1)
  }
  return contribution
}

/** Adds `sign` × what a trace adds per user, session and tag, by the hour of its start, and per version of a prompt by the minute. */
export function addTrace(
  { tops, prompts }: Contribution,
  summary: TraceSummary,
  sign: 1 | -1,
  only: Only = null,
): void {
  const minute = minuteOf(summary.startUs)
  const values = {} as TraceSums
  for (const name of traceSums) {
    values[name] = only === null || only.has(name) ? sumMeasures[name].ofTrace(summary) : 0
  }
  const add = (dimension: string, value: string | null) => {
    if (value === null) return
    const key = JSON.stringify([minute - (minute % 3600), summary.environment ?? '', dimension, value])
    addTo(tops, traceSums, key, values, sign)
  }
  add('user', summary.userId)
  add('session', summary.sessionId)
  for (const tag of summary.tags) add('tag', tag)
  if (only === null || only.has('prompts')) addPrompts(prompts, summary, sign)
}

/** Adds in place; `total` owns its values. */
function addTo<Name extends string>(
  total: Map<string, Record<Name, number>>,
  names: readonly Name[],
  key: string,
  values: Readonly<Record<Name, number>>,
  sign: 1 | -1,
): void {
  const sums = total.get(key)
  if (sums) {
    for (const name of names) sums[name] += sign * values[name]
    return
  }
  const first = {} as Record<Name, number>
  for (const name of names) first[name] = sign * values[name]
  total.set(key, first)
}

function addBin(
  contribution: Contribution,
  key: readonly (string | number)[],
  histogram: string,
  value: number | null,
  sign: 1 | -1,
): void {
  if (value === null) return
  addCount(contribution.bins, JSON.stringify([...key, histogram, binOf(value)]), sign)
}

/** Adds in place; what becomes zero is dropped. */
function addCount(counts: Map<string, number>, key: string, count: number): void {
  const sum = (counts.get(key) ?? 0) + count
  if (sum === 0) counts.delete(key)
  else counts.set(key, sum)
}

/** Where a trace counts as one that began, and as one that was scored. */
export type TracePlace = [minute: number, environment: string, agent: string, framework: string, release: string]
export const placeOfTrace = (
  trace: Pick<TraceSummary, 'startUs' | 'environment' | 'agent' | 'framework' | 'release'>,
): TracePlace => [
  minuteOf(trace.startUs),
  trace.environment ?? '',
  trace.agent ?? '',
  trace.framework ?? '',
  trace.release ?? '',
]

/** Moves a trace from where it was counted before, if it was, to where it counts now. */
export function addPlace({ traces }: Contribution, before: TraceSummary | null, after: TraceSummary): void {
  if (before) addCount(traces, JSON.stringify(placeOfTrace(before)), -1)
  addCount(traces, JSON.stringify(placeOfTrace(after)), 1)
}

/** Adds `sign` × `part` to `total`, and removes zeros. */
export function accumulate(total: Contribution, part: Contribution, sign: 1 | -1): void {
  accumulateSums(total.sums, spanSums, part.sums, sign)
  accumulateSums(total.tops, traceSums, part.tops, sign)
  accumulatePrompts(total.prompts, part.prompts, sign)
  for (const [key, count] of part.bins) addCount(total.bins, key, sign * count)
  for (const [key, count] of part.traces) addCount(total.traces, key, sign * count)
}

/** Drops what is zero. */
export function withoutZeros({ sums, bins, tops, prompts, traces }: Contribution): Contribution {
  return {
    sums: new Map([...sums].filter(([, values]) => spanSums.some(name => values[name] !== 0))),
    bins: new Map([...bins].filter(([, count]) => count !== 0)),
    tops: new Map([...tops].filter(([, values]) => traceSums.some(name => values[name] !== 0))),
    prompts: new Map([...prompts].filter(([, values]) => !isNothing(values))),
    traces,
  }
}

function accumulateSums<Name extends string>(
  total: Map<string, Record<Name, number>>,
  names: readonly Name[],
  part: ReadonlyMap<string, Record<Name, number>>,
  sign: 1 | -1,
): void {
  for (const [key, values] of part) {
    addTo(total, names, key, values, sign)
    const sums = total.get(key)
    if (sums && names.every(name => sums[name] === 0)) total.delete(key)
  }
}
