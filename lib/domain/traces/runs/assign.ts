import { inOrder, namedNode, type RunPart, traceNode } from './parts.ts'

/** The runs among some parts: key → its parts. Keys are nodes: `r:<name>`, or `t:<earliest trace>`. */
export type Runs = Map<string, RunPart[]>

/**
 * Joins parts into runs. A name wins: parts of one name are one run, and links never join two names. Traces without a
 * name that links connect, in either direction and through traces not seen yet, are one run; where they touch named
 * ones, they belong to the first name of these. Pure; `edges` holds each trace's nodes.
 */
export function assignRuns(parts: readonly RunPart[], edges: ReadonlyMap<string, readonly string[]>): Runs {
  const names = namesByTrace(parts)
  const groups = new Groups()
  const touching: [trace: string, name: string][] = []
  for (const [traceId, nodes] of edges) {
    for (const node of nodes) {
      if (!node.startsWith('t:')) continue
      const linked = node.slice(2)
      const [here, there] = [names.get(traceId) ?? [], names.get(linked) ?? []]
      if (here.length === 0 && there.length === 0) groups.join(traceId, linked)
      else if (here.length === 0 && there.length === 1) touching.push([traceId, there[0] as string])
      else if (here.length === 1 && there.length === 0) touching.push([linked, here[0] as string])
    }
  }
  const nameOf = new Map<string, string>()
  for (const [trace, name] of touching) {
    const group = groups.of(trace)
    const rival = nameOf.get(group)
    if (rival === undefined || name < rival) nameOf.set(group, name)
  }
  return collect(parts, part => {
    if (part.part !== '') return namedNode(part.part)
    // The unnamed rest of a trace that names several runs is by itself: no link says which of them it means.
    if ((names.get(part.traceId) ?? []).length > 0) return traceNode(part.traceId)
    const group = groups.of(part.traceId)
    const name = nameOf.get(group)
    return name === undefined ? `g:${group}` : namedNode(name)
  })
}

function namesByTrace(parts: readonly RunPart[]): Map<string, string[]> {
  const names = new Map<string, string[]>()
  for (const { traceId, part } of parts) {
    if (part !== '') names.set(traceId, [...(names.get(traceId) ?? []), part])
  }
  return names
}

function collect(parts: readonly RunPart[], keyOf: (part: RunPart) => string): Runs {
  const runs: Runs = new Map()
  for (const part of parts) {
    const key = keyOf(part)
    runs.set(key, [...(runs.get(key) ?? []), part])
  }
  const named = [...runs].map(([key, members]): [string, RunPart[]] => {
    members.sort(inOrder)
    return [key.startsWith('g:') ? traceNode((members[0] as RunPart).traceId) : key, members]
  })
  return new Map(named)
}

/** Disjoint sets of trace ids. */
class Groups {
  readonly #parent = new Map<string, string>()

  of(id: string): string {
    let root = id
    for (let up = this.#parent.get(root); up !== undefined; up = this.#parent.get(root)) root = up
    if (root !== id) this.#parent.set(id, root)
    return root
  }

  /** The smaller id names the set, so that the result does not depend on the order of joining. */
  join(a: string, b: string): void {
    const [small, large] = [this.of(a), this.of(b)].sort() as [string, string]
    if (small !== large) this.#parent.set(large, small)
  }
}
