import type { Node } from './node.ts'
import { type Identity, identityKeys } from './span-state.ts'

const facts = ['root', 'traceName', 'ownAgent', ...identityKeys, 'llmInput', 'llmOutput'] as const
type Fact = (typeof facts)[number]

/** The spans from which a trace's row takes its texts: the root, and the first span that has each text. */
export type Heads = Partial<Record<Fact, string>>

const says: Record<Fact, (node: Node) => boolean> = {
  root: () => true,
  traceName: node => node.span.traceName !== null,
  ownAgent: node => node.span.own.agent !== null,
  ...(Object.fromEntries(identityKeys.map(key => [key, (node: Node) => node.attributed[key] !== null])) as Record<
    keyof Identity,
    (node: Node) => boolean
  >),
  llmInput: node => node.span.kind === 'llm' && node.span.inputPreview !== null,
  llmOutput: node => node.span.kind === 'llm' && node.span.outputPreview !== null,
}

export const byStart = (a: Node, b: Node) =>
  a.span.startUs - b.span.startUs || (a.span.spanId < b.span.spanId ? -1 : a.span.spanId > b.span.spanId ? 1 : 0)

/** The root is a span without a parent; or else one whose parent has not arrived; or else any span. */
const rootClass = (node: Node) => (node.span.parentSpanId === null ? 0 : node.parent === null ? 1 : 2)

/** Below 0 where `a` is the head rather than `b`. */
function order(fact: Fact, a: Node, b: Node): number {
  if (fact === 'root') return rootClass(a) - rootClass(b) || byStart(a, b)
  return fact === 'llmOutput' ? byStart(b, a) : byStart(a, b)
}

/** The heads among some spans; give it those that are shown. */
export function findHeads(shown: Iterable<Node>): Heads {
  const found = new Map<Fact, Node>()
  for (const node of shown) {
    for (const fact of facts) {
      if (!says[fact](node)) continue
      const head = found.get(fact)
      if (head === undefined || order(fact, node, head) < 0) found.set(fact, node)
    }
  }
  return Object.fromEntries([...found].map(([fact, node]) => [fact, node.span.spanId]))
}

/**
 * Whether the heads found among some spans, all former heads and all changed spans among them, are those of the whole
 * trace. They are unless a former head lost its place: then a span that is not at hand may be the next.
 */
export function areHeads(
  heads: Heads,
  former: Heads,
  before: ReadonlyMap<string, Node>,
  now: ReadonlyMap<string, Node>,
) {
  return facts.every(fact => {
    const [formerId, id] = [former[fact], heads[fact]]
    if (formerId === undefined) return true
    const [was, is] = [before.get(formerId), now.get(id ?? '')]
    return was !== undefined && is !== undefined && order(fact, is, was) <= 0
  })
}
