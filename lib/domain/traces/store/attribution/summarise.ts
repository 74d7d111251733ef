import { FigureSum, type Figures, noFigures } from './figures.ts'
import { findHeads, type Heads } from './heads.ts'
import type { Node } from './node.ts'
import type { Identity } from './span-state.ts'

/** The time range and the names of a trace; they only grow as spans arrive. Times in microseconds. */
export interface Extent {
  tags: string[]
  models: string[]
  tools: string[]
  /** Versions of prompts that it used, `name@3`. */
  prompts: string[]
  hasRoot: boolean
  startUs: number
  endUs: number
  /** It did some work beyond creating agents and framework messages. */
  executes: boolean
}

/** A trace's row. Times in microseconds. */
export interface TraceSummary extends Identity, Figures, Omit<Extent, 'endUs'> {
  name: string | null
  status: 'ok' | 'error'
  durationUs: number
  inputPreview: string | null
  outputPreview: string | null
}

/** Sums up an attributed trace; at least one span. */
export function summarise(nodes: ReadonlyMap<string, Node>): TraceSummary {
  const sum = new FigureSum(noFigures())
  for (const { span, attributed } of nodes.values()) sum.add(span, attributed, 1)
  return summaryOf(findHeads(shownOf(nodes)), nodes, sum.result() ?? noFigures(), extentOf(nodes.values()))
}

/** What stands for a trace: all but framework chatter, unless there is nothing else. */
export function shownOf(nodes: ReadonlyMap<string, Node>): Node[] {
  const all = [...nodes.values()]
  const shown = all.filter(node => !node.span.noise)
  return shown.length > 0 ? shown : all
}

/** What some spans span and name. */
export function extentOf(nodes: Iterable<Node>): Extent {
  const [tags, models, tools, prompts] = [new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>()]
  const extent = { hasRoot: false, startUs: Infinity, endUs: -Infinity, executes: false }
  for (const { span } of nodes) {
    for (const tag of span.tags) tags.add(tag)
    if (span.model !== null) models.add(span.model)
    if (span.kind === 'tool' && span.tool !== null) tools.add(span.tool)
    if (span.prompt !== null) prompts.add(span.prompt)
    if (span.parentSpanId === null) extent.hasRoot = true
    if (!span.noise && span.operation !== 'create_agent') extent.executes = true
    extent.startUs = Math.min(extent.startUs, span.startUs)
    extent.endUs = Math.max(extent.endUs, span.endUs ?? span.startUs)
  }
  return { ...extent, tags: listed(tags), models: listed(models), tools: listed(tools), prompts: listed(prompts) }
}

/** A list of this length in a trace may be incomplete. */
export const listLimit = 50

/** The first ones in order, so that more spans never add one that was left out before. */
const listed = (values: Iterable<string>) => [...new Set(values)].sort().slice(0, listLimit)

export function joinExtents(a: Extent, b: Extent): Extent {
  return {
    tags: listed([...a.tags, ...b.tags]),
    models: listed([...a.models, ...b.models]),
    tools: listed([...a.tools, ...b.tools]),
    prompts: listed([...a.prompts, ...b.prompts]),
    hasRoot: a.hasRoot || b.hasRoot,
    startUs: Math.min(a.startUs, b.startUs),
    endUs: Math.max(a.endUs, b.endUs),
    executes: a.executes || b.executes,
  }
}

/** A trace's row from its heads, which are among the nodes, its figures and its extent. */
export function summaryOf(
  heads: Heads,
  nodes: ReadonlyMap<string, Node>,
  figures: Figures,
  { endUs, ...extent }: Extent,
): TraceSummary {
  const root = nodes.get(heads.root ?? '')
  if (!root) throw new Error('a trace has at least one span')
  const head = (fact: keyof Heads) => nodes.get(heads[fact] ?? '')
  return {
    name: root.span.traceName ?? head('traceName')?.span.traceName ?? root.span.name,
    ...identityOf(root, head),
    status: root.span.status,
    ...extent,
    durationUs: endUs - extent.startUs,
    ...figures,
    inputPreview: root.span.inputPreview ?? head('llmInput')?.span.inputPreview ?? null,
    outputPreview: root.span.outputPreview ?? head('llmOutput')?.span.outputPreview ?? null,
  }
}

/** That of the root, or else of the first span that has one. A named agent anywhere takes precedence over a service name. */
function identityOf(root: Node, head: (fact: keyof Heads) => Node | undefined): Identity {
  const pick = (key: keyof Identity) => root.attributed[key] ?? head(key)?.attributed[key] ?? null
  return {
    agent: root.span.own.agent ?? head('ownAgent')?.span.own.agent ?? pick('agent'),
    framework: pick('framework'),
    release: pick('release'),
    environment: pick('environment'),
    sessionId: pick('sessionId'),
    userId: pick('userId'),
    runId: pick('runId'),
  }
}
