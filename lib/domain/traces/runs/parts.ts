import type { Node } from '#lib/domain/traces/store/attribution/node.ts'
import type { Identity } from '#lib/domain/traces/store/attribution/span-state.ts'
import { summarise, type TraceSummary } from '#lib/domain/traces/store/attribution/summarise.ts'

/** Figures of a run, or of the share of one trace in it. Tokens and cost are null when no span reports them; microseconds, nano-dollars. */
export interface RunFigures extends Pick<Identity, 'agent' | 'framework' | 'release' | 'environment'> {
  /** It did some work beyond creating agents and framework messages. Only such runs are counted. */
  executes: boolean
  startUs: number
  endUs: number
  llmCalls: number
  toolCalls: number
  unmeteredCalls: number
  unpricedSpans: number
  input: number | null
  output: number | null
  cost: bigint | null
}

/** The share of a trace in a run. `part` is the `holdpoint.run.id` of its spans, or empty. */
export interface RunPart extends RunFigures {
  traceId: string
  part: string
}

/** Node of the graph that joins traces: a trace, or a run that a client named. */
export const traceNode = (traceId: string) => `t:${traceId}`
export const namedNode = (name: string) => `r:${name}`

/** The most links and names of one trace that are followed: the smallest ones, in any order of arrival. */
export const edgesLimit = 128

/** What may join this trace to others, as nodes. Empty for most traces: then the trace is a run. */
export function edgesOf(traceId: string, nodes: ReadonlyMap<string, Node>): string[] {
  const edges = new Set<string>()
  for (const { span, attributed } of nodes.values()) {
    if (attributed.runId !== null) edges.add(namedNode(attributed.runId))
    for (const linked of span.linkedTraceIds) if (linked !== traceId) edges.add(traceNode(linked))
  }
  return [...edges].sort().slice(0, edgesLimit)
}

/**
 * The runs a trace has a share in: one, unless its spans name several. Spans that name none are a run of their own
 * then only if a step is among them.
 */
export function partsOf(traceId: string, nodes: ReadonlyMap<string, Node>, summary: TraceSummary): RunPart[] {
  const names = new Set<string>()
  for (const { attributed } of nodes.values()) if (attributed.runId !== null) names.add(attributed.runId)
  if (names.size <= 1) return [partOfWhole(traceId, [...names][0] ?? '', summary)]
  const groups = new Map<string, Map<string, Node>>()
  for (const [id, node] of nodes) {
    const name = node.attributed.runId ?? ''
    const group = groups.get(name) ?? new Map<string, Node>()
    groups.set(name, group.set(id, node))
  }
  return [...groups]
    .map(([part, group]) => ({ traceId, part, ...figuresOf(summarise(group)) }))
    .filter(({ part, llmCalls, toolCalls }) => part !== '' || llmCalls + toolCalls > 0)
}

/** Names of runs among some edges. */
export const namesOf = (edges: readonly string[]) =>
  edges.filter(node => node.startsWith('r:')).map(node => node.slice(2))

/** A whole trace as the share in one run. */
export const partOfWhole = (traceId: string, part: string, summary: TraceSummary): RunPart => ({
  traceId,
  part,
  ...figuresOf(summary),
})

function figuresOf(summary: TraceSummary): RunFigures {
  return {
    agent: summary.agent,
    framework: summary.framework,
    release: summary.release,
    environment: summary.environment,
    executes: summary.executes,
    startUs: summary.startUs,
    endUs: summary.startUs + summary.durationUs,
    llmCalls: summary.llmCalls,
    toolCalls: summary.toolCalls,
    unmeteredCalls: summary.unmeteredCalls,
    unpricedSpans: summary.unpricedSpans,
    input: summary.input,
    output: summary.output,
    cost: summary.cost,
  }
}

/** Order among the parts of a run: by start, then by name, so that it never depends on arrival. */
export const inOrder = (a: RunPart, b: RunPart) =>
  a.startUs - b.startUs || compare(a.traceId, b.traceId) || compare(a.part, b.part)
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** A run from its parts, at least one: sums; each identity is the earliest part's that has it. */
export function sumParts(parts: readonly RunPart[]): RunFigures {
  const ordered = [...parts].sort(inOrder)
  const first = (key: 'agent' | 'framework' | 'release' | 'environment') =>
    ordered.find(part => part[key] !== null)?.[key] ?? null
  const total = (key: 'llmCalls' | 'toolCalls' | 'unmeteredCalls' | 'unpricedSpans') =>
    parts.reduce((sum, part) => sum + part[key], 0)
  const known = (key: 'input' | 'output') =>
    parts.reduce<number | null>((sum, part) => (part[key] === null ? sum : (sum ?? 0) + part[key]), null)
  return {
    agent: first('agent'),
    framework: first('framework'),
    release: first('release'),
    environment: first('environment'),
    executes: parts.some(part => part.executes),
    startUs: Math.min(...parts.map(part => part.startUs)),
    endUs: Math.max(...parts.map(part => part.endUs)),
    llmCalls: total('llmCalls'),
    toolCalls: total('toolCalls'),
    unmeteredCalls: total('unmeteredCalls'),
    unpricedSpans: total('unpricedSpans'),
    input: known('input'),
    output: known('output'),
    cost: parts.reduce<bigint | null>((sum, part) => (part.cost === null ? sum : (sum ?? 0n) + part.cost), null),
  }
}
