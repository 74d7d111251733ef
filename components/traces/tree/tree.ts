import { parseMicros } from '#lib/shared/time.ts'

/** What the tree needs to know of a span. */
export interface TreeSpan {
  spanId: string
  parentSpanId: string | null
  startedAt: string
  durationMs: number | null
  noise: boolean
}

interface TreeRow<S extends TreeSpan> {
  span: S
  depth: number
  childCount: number
  /** Milliseconds after the trace's first span. */
  offsetMs: number
  /** The parent is named but has not come (yet). */
  orphan: boolean
}

export interface Tree<S extends TreeSpan> {
  rows: TreeRow<S>[]
  /** Extent of the trace, at least 0.001 ms so that shares of it are finite. */
  totalMs: number
  hiddenNoise: number
}

/**
 * Spans as rows, parents before children, siblings by start. Iterative and linear but for sorting: a trace may have
 * 20,000 spans in one chain. A span whose parent is missing, itself, or below itself counts as a root, so every span
 * shows exactly once. Framework chatter is left out unless asked for; its children move up to the next shown ancestor.
 */
export function buildTree<S extends TreeSpan>(
  spans: readonly S[],
  { collapsed, showNoise }: { collapsed: ReadonlySet<string>; showNoise: boolean },
): Tree<S> {
  const byId = new Map(spans.map(span => [span.spanId, span]))
  const start = new Map(spans.map(span => [span.spanId, parseMicros(span.startedAt)]))
  const startOf = (span: S) => start.get(span.spanId) ?? 0
  const shown = showNoise ? spans : spans.filter(span => !span.noise)
  const children = new Map<string | null, S[]>()
  const parentOf = parentFinder(byId, showNoise)
  for (const span of shown) {
    const parent = parentOf(span)
    const siblings = children.get(parent) ?? []
    children.set(parent, siblings)
    siblings.push(span)
  }
  for (const siblings of children.values()) siblings.sort((a, b) => startOf(a) - startOf(b))
  const first = spans.reduce((least, span) => Math.min(least, startOf(span)), Number.POSITIVE_INFINITY)
  const last = spans.reduce((most, span) => Math.max(most, startOf(span) + (span.durationMs ?? 0) * 1000), first)
  const rows = walk(children, collapsed, shown).map(({ span, depth }) => ({
    span,
    depth,
    childCount: children.get(span.spanId)?.length ?? 0,
    offsetMs: (startOf(span) - first) / 1000,
    orphan: span.parentSpanId !== null && !byId.has(span.parentSpanId),
  }))
  return { rows, totalMs: Math.max(0.001, (last - first) / 1000), hiddenNoise: spans.length - shown.length }
}

/**
 * Finds the nearest ancestor that is shown, or null for a root; gives up on a loop. A way through chatter is walked once:
 * thousands of spans may lie under one chain of thousands of messages.
 */
function parentFinder<S extends TreeSpan>(byId: ReadonlyMap<string, S>, showNoise: boolean) {
  const above = new Map<string, string | null>()
  const isShown = (span: S) => showNoise || !span.noise
  return (span: S): string | null => {
    const way = new Set<string>()
    let id = span.parentSpanId
    let found: string | null = null
    while (id !== null && !way.has(id)) {
      const parent = byId.get(id)
      if (!parent || isShown(parent) || above.has(id)) {
        found = parent ? (isShown(parent) ? id : (above.get(id) ?? null)) : null
        break
      }
      way.add(id)
      id = parent.parentSpanId
    }
    for (const noise of way) above.set(noise, found)
    return found === span.spanId ? null : found
  }
}

function walk<S extends TreeSpan>(
  children: Map<string | null, S[]>,
  collapsed: ReadonlySet<string>,
  shown: readonly S[],
): { span: S; depth: number }[] {
  const rows: { span: S; depth: number }[] = []
  const seen = new Set<string>()
  const visit = (root: S) => {
    const stack = [{ span: root, depth: 0, hidden: false }]
    for (let top = stack.pop(); top; top = stack.pop()) {
      const { span, depth, hidden } = top
      if (seen.has(span.spanId)) continue
      seen.add(span.spanId)
      if (!hidden) rows.push({ span, depth })
      const below = children.get(span.spanId) ?? []
      const hide = hidden || collapsed.has(span.spanId)
      for (let i = below.length - 1; i >= 0; i--) {
        const child = below[i]
        if (child) stack.push({ span: child, depth: depth + 1, hidden: hide })
      }
    }
  }
  for (const root of children.get(null) ?? []) visit(root)
  // What no root reaches hangs on a loop of parents; show it from its earliest span.
  for (const span of shown) if (!seen.has(span.spanId)) visit(span)
  return rows
}

export interface FocusedRow<S extends TreeSpan> extends TreeRow<S> {
  /** False for a row that is shown only because a match is below it. */
  matched: boolean
}

/** The rows that a test finds, each under the spans above it. Rows come parents before children, as `buildTree` gives them. */
export function focusRows<S extends TreeSpan>(
  rows: readonly TreeRow<S>[],
  matches: (span: S) => boolean,
): FocusedRow<S>[] {
  const result: FocusedRow<S>[] = []
  const above: { row: TreeRow<S>; given: boolean }[] = []
  for (const row of rows) {
    above.length = Math.min(above.length, row.depth)
    const matched = matches(row.span)
    if (matched) {
      for (const parent of above) {
        if (!parent.given) result.push({ ...parent.row, matched: false })
        parent.given = true
      }
      result.push({ ...row, matched })
    }
    above[row.depth] = { row, given: matched }
  }
  return result
}
