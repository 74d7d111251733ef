import { measureNames } from '#lib/domain/traces/store/rollups/contribution.ts'
import type { Received } from '#lib/domain/traces/store/tables/received.ts'
import type { Missing, StoredTrace } from '#lib/domain/traces/store/tables/stored-trace.ts'
import { attribute, attributePart, passOnAlike, recall } from './attribute.ts'
import { FigureSum, noFigures } from './figures.ts'
import { areHeads, findHeads, type Heads } from './heads.ts'
import { callNames, offers, sharedLimit } from './model-calls.ts'
import type { Node } from './node.ts'
import type { Attributed, SpanState } from './span-state.ts'
import { type Extent, extentOf, joinExtents, shownOf, summaryOf, type TraceSummary } from './summarise.ts'
import { twinName } from './twins.ts'

/** What some new or more complete spans change of a trace. */
export interface Change {
  /** Spans at hand, as they are now. */
  nodes: Map<string, Node>
  /** New spans, and those whose attribution or content changed, with their earlier state; all spans where a measure is new. */
  changed: { node: Node; before: { state: SpanState; attributed: Attributed } | null }[]
  summary: TraceSummary
  heads: Heads
}

/** Works out the change from the whole trace. */
export function changeOfWhole(stored: StoredTrace | undefined, winners: ReadonlyMap<string, Received>): Change {
  const nodes = attribute(statesOf(stored, winners))
  const sum = new FigureSum(noFigures())
  for (const { span, attributed } of nodes.values()) sum.add(span, attributed, 1)
  const heads = findHeads(shownOf(nodes))
  const summary = summaryOf(heads, nodes, sum.result() ?? noFigures(), extentOf(nodes.values()))
  return { nodes, changed: changedNodes(nodes, stored, winners), summary, heads }
}

/**
 * Works out the change from the spans that it can reach: those that came, all above them, children that waited for them,
 * and whatever learns something new from its parent. What is below the others is stored with them. It relies on a trace
 * growing: where something is taken back (usage, a parent, the word that a trace's row took), it asks for the whole.
 */
export function changeOfPart(stored: StoredTrace, winners: ReadonlyMap<string, Received>): Change | Missing {
  const known = new Map([...stored.spans].map(([id, span]) => [id, span.attributed]))
  const before = recall([...stored.spans.values()])
  const nodes = attributePart(statesOf(stored, winners), { stored: known, calls: stored.calls })
  if (before === null || nodes === null || takesBack(stored, before, nodes, winners)) return { whole: true }
  const missing = missingOf(stored, before, nodes, winners)
  if (missing) return missing
  const changed = changedNodes(nodes, stored, winners)
  const sum = new FigureSum(stored.summary)
  for (const { node, before: was } of changed) {
    if (was) sum.add(was.state, was.attributed, -1)
    sum.add(node.span, node.attributed, 1)
  }
  const figures = sum.result()
  if (figures === null) return { whole: true }
  const chatterOnly = figures.spanCount === figures.noiseCount
  const heads = findHeads([...nodes.values()].filter(node => chatterOnly || !node.span.noise))
  if (!areHeads(heads, stored.heads, before, nodes)) return { whole: true }
  const extent = joinExtents(extentBefore(stored), extentOf(changed.map(({ node }) => node)))
  return { nodes, changed, summary: summaryOf(heads, nodes, figures, extent), heads }
}

function statesOf(stored: StoredTrace | undefined, winners: ReadonlyMap<string, Received>): SpanState[] {
  const states = new Map<string, SpanState>()
  for (const [id, { state }] of stored?.spans ?? []) states.set(id, state)
  for (const [id, { state }] of winners) states.set(id, state)
  return [...states.values()]
}

function changedNodes(
  nodes: ReadonlyMap<string, Node>,
  stored: StoredTrace | undefined,
  winners: ReadonlyMap<string, Received>,
): Change['changed'] {
  const changed: Change['changed'] = []
  const countsAnew = stored !== undefined && stored.measures !== measureNames
  for (const [id, node] of nodes) {
    const before = stored?.spans.get(id) ?? null
    if (countsAnew || before === null || winners.has(id) || !same(before.attributed, node.attributed))
      changed.push({ node, before })
  }
  return changed
}

/** Whether attribution found the same. */
export function same(a: Attributed, b: Attributed): boolean {
  return (Object.keys(b) as (keyof Attributed)[]).every(key => a[key] === b[key])
}

/** Children, and spans of the same calls, that must be looked at, too. */
function missingOf(
  stored: StoredTrace,
  before: ReadonlyMap<string, Node>,
  nodes: ReadonlyMap<string, Node>,
  winners: ReadonlyMap<string, Received>,
): Missing | null {
  const childrenOf: string[] = []
  const calls = namesBeside(stored.calls, nodes)
  for (const [id, node] of nodes) {
    const was = before.get(id)
    if (was && !stored.parents.has(id) && !passOnAlike(was, node)) childrenOf.push(id)
    // A span that comes between others puts those below it inside those above it: they are no longer beside each other.
    if (was || !winners.has(id) || !node.children.some(child => before.has(child.span.spanId))) continue
    for (let at: Node | null = node; at !== null; at = at.parent) {
      for (const name of callNames(at.span)) if (!stored.calls.has(name)) calls.add(name)
    }
  }
  return childrenOf.length + calls.size === 0 ? null : { whole: false, childrenOf, calls: [...calls] }
}

/** The other names of spans that share one: which of them stands for a call may depend on who else tells of it. */
function namesBeside(loaded: ReadonlySet<string>, nodes: ReadonlyMap<string, Node>): Set<string> {
  const sharing = new Map<string, Node[]>()
  for (const node of nodes.values())
    for (const name of callNames(node.span)) sharing.set(name, [...(sharing.get(name) ?? []), node])
  const missing = new Set<string>()
  for (const [name, group] of sharing) {
    if (!loaded.has(name) || group.length < 2 || group.length > sharedLimit) continue
    for (const { span } of group) for (const other of callNames(span)) if (!loaded.has(other)) missing.add(other)
  }
  return missing
}

/** Whether something that the rest of the trace may have relied on is no longer so. */
function takesBack(
  stored: StoredTrace,
  before: ReadonlyMap<string, Node>,
  nodes: ReadonlyMap<string, Node>,
  winners: ReadonlyMap<string, Received>,
): boolean {
  const { summary } = stored
  const onlyChatter = summary.spanCount === summary.noiseCount
  if (onlyChatter && [...winners.values()].some(({ state }) => !state.noise)) return true
  for (const [id, was] of before) {
    const node = nodes.get(id)
    if (!node || (offers(was) & ~offers(node)) !== 0) return true
    if (was.attributed.runId !== null && was.attributed.runId !== node.attributed.runId) return true
    if (winners.has(id) && versionTakesBack(was.span, node.span, extentBefore(stored))) return true
  }
  return false
}

function versionTakesBack(was: SpanState, is: SpanState, extent: Extent): boolean {
  const lost = (a: string | null, b: string | null) => a !== null && a !== b
  const gone = (a: readonly string[], b: readonly string[]) => a.some(value => !b.includes(value))
  const end = (span: SpanState) => span.endUs ?? span.startUs
  return (
    was.parentSpanId !== is.parentSpanId ||
    was.operation !== is.operation ||
    lost(was.responseId, is.responseId) ||
    (was.responseId !== null && was.scopeName !== is.scopeName) ||
    callNames(was).some(name => !callNames(is).includes(name)) ||
    isNoLongerTwin(was, is) ||
    lost(was.model, is.model) ||
    lost(was.prompt, is.prompt) ||
    (was.kind === 'tool' && (is.kind !== 'tool' || lost(was.tool, is.tool))) ||
    (is.noise && !was.noise) ||
    gone(was.tags, is.tags) ||
    gone(was.linkedTraceIds, is.linkedTraceIds) ||
    (was.startUs === extent.startUs && is.startUs > was.startUs) ||
    (end(was) === extent.endUs && end(is) < end(was))
  )
}

/** Whether a span may no longer be told twice by what it shared a name with. */
function isNoLongerTwin(was: SpanState, is: SpanState): boolean {
  const same =
    was.responseId === is.responseId &&
    was.scopeName === is.scopeName &&
    was.name === is.name &&
    was.startUs === is.startUs &&
    was.endUs === is.endUs &&
    was.cachedInput === is.cachedInput
  return !same && twinName(was) !== null
}

function extentBefore({ summary }: StoredTrace): Extent {
  return { ...summary, endUs: summary.startUs + summary.durationUs }
}
