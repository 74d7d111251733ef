import type { Node } from './attribute.ts'
import { isModelCall, isUnmetered } from './model-calls.ts'
import { costOf, type Identity, type SpanState } from './span-state.ts'

/** A trace's row. Tokens and cost are null when no span tells them. Times in microseconds, money in nano-dollars. */
export interface TraceSummary extends Identity {
  name: string | null
  tags: string[]
  models: string[]
  tools: string[]
  status: 'ok' | 'error'
  hasRoot: boolean
  startUs: number
  durationUs: number
  /** It ran something: more than the making of agents and framework chatter. */
  executes: boolean
  spanCount: number
  noiseCount: number
  errorCount: number
  llmCalls: number
  toolCalls: number
  input: number | null
  output: number | null
  cachedInput: number | null
  reasoning: number | null
  cost: bigint | null
  /** Counted spans with tokens and no known price. */
  unpricedSpans: number
  /** Model calls that report no tokens at all. */
  unmeteredCalls: number
  inputPreview: string | null
  outputPreview: string | null
}

const byStart = (a: Node, b: Node) =>
  a.span.startUs - b.span.startUs || (a.span.spanId < b.span.spanId ? -1 : a.span.spanId > b.span.spanId ? 1 : 0)

/** Sums up an attributed trace; at least one span. */
export function summarise(nodes: Map<string, Node>): TraceSummary {
  const all = [...nodes.values()].sort(byStart)
  const seen = all.filter(node => !node.span.noise)
  const shown = seen.length > 0 ? seen : all
  const root = rootOf(shown)
  const spans = all.map(node => node.span)
  const startUs = Math.min(
    ...chunks(
      spans.map(span => span.startUs),
      Math.min,
    ),
  )
  const endUs = Math.max(
    ...chunks(
      spans.map(span => span.endUs ?? span.startUs),
      Math.max,
    ),
  )
  return {
    name: firstOf([root, ...shown], node => node.span.traceName) ?? root.span.name,
    ...identity(root, shown),
    tags: distinct(spans.flatMap(span => span.tags)),
    models: distinct(spans.map(span => span.model)),
    tools: distinct(spans.filter(span => span.kind === 'tool').map(span => span.tool)),
    status: root.span.status,
    hasRoot: all.some(node => node.span.parentSpanId === null),
    startUs,
    durationUs: endUs - startUs,
    executes: seen.some(node => node.span.operation !== 'create_agent'),
    ...counts(all, shown),
    ...totals(all),
    inputPreview:
      root.span.inputPreview ?? firstOf(shown, node => (node.span.kind === 'llm' ? node.span.inputPreview : null)),
    outputPreview:
      root.span.outputPreview ??
      firstOf([...shown].reverse(), node => (node.span.kind === 'llm' ? node.span.outputPreview : null)),
  }
}

/** Math.min over many thousand arguments overflows the stack. */
function chunks(values: number[], pick: (...values: number[]) => number): number[] {
  const result: number[] = []
  for (let i = 0; i < values.length; i += 1000) result.push(pick(...values.slice(i, i + 1000)))
  return result
}

function rootOf(shown: readonly Node[]): Node {
  const root =
    shown.find(node => node.span.parentSpanId === null) ?? shown.find(node => node.parent === null) ?? shown[0]
  if (!root) throw new Error('a trace has at least one span')
  return root
}

function firstOf<T>(nodes: readonly Node[], read: (node: Node) => T | null): T | null {
  for (const node of nodes) {
    const value = read(node)
    if (value !== null) return value
  }
  return null
}

/** The root's; where it says nothing, the first span that does. A named agent anywhere beats a service name. */
function identity(root: Node, shown: readonly Node[]): Identity {
  const nodes = [root, ...shown]
  const pick = (key: keyof Identity) => firstOf(nodes, node => node.attributed[key])
  return {
    agent: root.span.own.agent ?? firstOf(nodes, node => node.span.own.agent) ?? pick('agent'),
    framework: pick('framework'),
    release: pick('release'),
    environment: pick('environment'),
    sessionId: pick('sessionId'),
    userId: pick('userId'),
    runId: pick('runId'),
  }
}

const distinct = (values: readonly (string | null)[]) =>
  [...new Set(values.filter(value => value !== null))].sort().slice(0, 50)

function counts(all: readonly Node[], shown: readonly Node[]) {
  const calls = shown.filter(isModelCall)
  return {
    spanCount: all.length,
    noiseCount: all.filter(node => node.span.noise).length,
    errorCount: shown.filter(node => node.span.status === 'error' && !node.span.noise).length,
    llmCalls: calls.length,
    toolCalls: shown.filter(node => node.span.kind === 'tool').length,
    unmeteredCalls: calls.filter(isUnmetered).length,
  }
}

function totals(all: readonly Node[]) {
  const counted = all.filter(node => node.attributed.counted).map(node => node.span)
  const sum = (read: (span: SpanState) => number | null) =>
    counted.reduce<number | null>((total, span) => add(total, read(span)), null)
  return {
    input: sum(span => span.input),
    output: sum(span => span.output),
    cachedInput: sum(span => span.cachedInput),
    reasoning: sum(span => span.reasoning),
    cost: counted.reduce<bigint | null>((total, span) => {
      const cost = costOf(span)
      return cost === null ? total : (total ?? 0n) + cost
    }, null),
    unpricedSpans: counted.filter(span => costOf(span) === null).length,
  }
}

const add = (total: number | null, value: number | null) => (value === null ? total : (total ?? 0) + value)
