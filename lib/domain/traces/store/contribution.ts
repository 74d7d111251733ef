import type { RunFigures } from '#lib/domain/traces/runs/parts.ts'
import type { Node } from './attribute.ts'
import { isUnmetered } from './model-calls.ts'
import { costOf } from './span-state.ts'
import type { TraceSummary } from './summarise.ts'

/** Rollup dimensions after the minute, in key order. */
export const dimensions = ['environment', 'agent', 'framework', 'release', 'kind', 'model', 'tool'] as const

/** Rollup measures, in column order. Sums of integers; money in nano-dollars. */
export const measures = [
  'spans',
  'errors',
  'requests',
  'request_errors',
  'input_tokens',
  'output_tokens',
  'cached_input_tokens',
  'reasoning_tokens',
  'cost_nanos',
  'unpriced',
  'unmetered',
] as const

/** Measures of the dimensions with many values, in column order. */
export const topMeasures = [
  'traces',
  'errors',
  'input_tokens',
  'output_tokens',
  'cost_nanos',
  'unpriced',
  'unmetered',
] as const

/** What a trace or a run adds to the rollups. Keys are JSON arrays. */
export interface Contribution {
  /** [minute, ...dimensions] → measures. Sums stay below 2^53: nine million dollars a minute, key and trace. */
  sums: Map<string, number[]>
  /** [minute, ...dimensions, metric, bin] → count. */
  bins: Map<string, number>
  /** [hour, environment, dimension, value] → top measures. */
  tops: Map<string, number[]>
}

export const emptyContribution = (): Contribution => ({ sums: new Map(), bins: new Map(), tops: new Map() })

/** Log bucket of a value: 10 % wide, so a percentile read from it is within 5 %. */
const binOf = (value: number) => (value < 1 ? -1 : Math.floor(Math.log(value) / Math.log(1.1)))

/** Start of the minute, seconds since the epoch. */
export const minuteOf = (us: number) => Math.floor(us / 60_000_000) * 60

/** Everything an attributed trace adds but its run. Framework chatter adds nothing unless its usage counts. */
export function contributionOf(nodes: Map<string, Node>, summary: TraceSummary): Contribution {
  const contribution = emptyContribution()
  for (const node of nodes.values()) {
    if (node.span.noise && !node.attributed.counted) continue
    addSpan(contribution, node)
  }
  addTops(contribution, summary)
  return contribution
}

function addSpan(contribution: Contribution, node: Node): void {
  const { span, attributed } = node
  const key = [
    minuteOf(span.startUs),
    attributed.environment ?? '',
    attributed.agent ?? '',
    attributed.framework ?? '',
    attributed.release ?? '',
    span.kind,
    span.model ?? '',
    span.tool ?? '',
  ]
  const failed = span.status === 'error' ? 1 : 0
  const counted = attributed.counted
  const cost = counted ? costOf(span) : null
  addSums(contribution, JSON.stringify(key), [
    1,
    failed,
    attributed.request ? 1 : 0,
    attributed.request ? failed : 0,
    counted ? (span.input ?? 0) : 0,
    counted ? (span.output ?? 0) : 0,
    counted ? (span.cachedInput ?? 0) : 0,
    counted ? (span.reasoning ?? 0) : 0,
    Number(cost ?? 0n),
    counted && cost === null ? 1 : 0,
    isUnmetered(node) ? 1 : 0,
  ])
  if (span.endUs === null) return
  const bin = binOf(span.endUs - span.startUs)
  addBin(contribution, [...key, 'latency_us', bin])
  if (attributed.request) addBin(contribution, [...key, 'request_us', bin])
}

/** Per run: steps (model and tool calls), tokens and cost, under the kind `run`. Unknown adds no value. */
export function runContribution(run: RunFigures): Contribution {
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
  ]
  addBin(contribution, [...key, 'run_steps', binOf(run.llmCalls + run.toolCalls)])
  if (run.input !== null || run.output !== null) {
    addBin(contribution, [...key, 'run_tokens', binOf((run.input ?? 0) + (run.output ?? 0))])
  }
  if (run.cost !== null) addBin(contribution, [...key, 'run_cost_nanos', binOf(Number(run.cost))])
  return contribution
}

/** Per user, session and tag, by the hour of the trace's start. */
function addTops({ tops }: Contribution, summary: TraceSummary): void {
  const minute = minuteOf(summary.startUs)
  const values = [
    1,
    summary.status === 'error' ? 1 : 0,
    summary.input ?? 0,
    summary.output ?? 0,
    Number(summary.cost ?? 0n),
    summary.unpricedSpans,
    summary.unmeteredCalls,
  ]
  const add = (dimension: string, value: string | null) => {
    if (value === null) return
    tops.set(JSON.stringify([minute - (minute % 3600), summary.environment ?? '', dimension, value]), values)
  }
  add('user', summary.userId)
  add('session', summary.sessionId)
  for (const tag of summary.tags) add('tag', tag)
}

function addSums(contribution: Contribution, key: string, values: readonly number[]): void {
  addTo(contribution.sums, key, values, 1)
}

function addTo(total: Map<string, number[]>, key: string, values: readonly number[], sign: 1 | -1): void {
  const sums = total.get(key) ?? values.map(() => 0)
  total.set(
    key,
    sums.map((sum, i) => sum + sign * (values[i] ?? 0)),
  )
}

function addBin(contribution: Contribution, key: readonly (string | number)[]): void {
  const text = JSON.stringify(key)
  contribution.bins.set(text, (contribution.bins.get(text) ?? 0) + 1)
}

/** Adds `sign` × `part` into `total`; what becomes zero is dropped. */
export function accumulate(total: Contribution, part: Contribution, sign: 1 | -1): void {
  for (const family of ['sums', 'tops'] as const) {
    for (const [key, values] of part[family]) {
      addTo(total[family], key, values, sign)
      if (total[family].get(key)?.every(value => value === 0)) total[family].delete(key)
    }
  }
  for (const [key, count] of part.bins) {
    const sum = (total.bins.get(key) ?? 0) + sign * count
    if (sum === 0) total.bins.delete(key)
    else total.bins.set(key, sum)
  }
}

export interface StoredContribution {
  sums?: [string, number[]][]
  bins?: [string, number][]
  tops?: [string, number[]][]
}

export const pack = (c: Contribution): StoredContribution => ({
  sums: [...c.sums],
  bins: [...c.bins],
  ...(c.tops.size > 0 && { tops: [...c.tops] }),
})
export const unpack = (s: StoredContribution): Contribution => ({
  sums: new Map(s.sums),
  bins: new Map(s.bins),
  tops: new Map(s.tops),
})
