import { describe, expect, test } from 'vitest'
import { edgeLabel, layOut, nodeSize } from './graph-layout.ts'
import { Tally } from './graph-tally.ts'
import type { AgentGraph, GraphEdge, GraphNode } from './graph-types.ts'

const figures = { ...new Tally().figures(), calls: 1 }
const node = (name: string, rest: Partial<GraphNode> = {}): GraphNode => ({
  key: name,
  kind: 'tool',
  name,
  spans: [],
  ...figures,
  ...rest,
})
const edge = (from: string | null, to: string, rest: Partial<GraphEdge> = {}): GraphEdge => ({
  key: `${from}→${to}`,
  from,
  to,
  ...figures,
  ...rest,
})
const graph = (nodes: GraphNode[], edges: GraphEdge[]): Pick<AgentGraph, 'nodes' | 'edges'> => ({ nodes, edges })

const crew = graph(
  ['lead', 'writer', 'gpt', 'find', 'send'].map(name => node(name)),
  [
    edge(null, 'lead'),
    edge('lead', 'writer', { calls: 2 }),
    edge('lead', 'gpt', { calls: 12 }),
    edge('writer', 'gpt'),
    edge('writer', 'find', { failed: 1 }),
    edge('writer', 'send'),
    edge('send', 'send'),
    edge('send', 'lead'),
  ],
)

test('what an arrow says', () => {
  expect(edgeLabel({ calls: 1, failed: 0 })).toBeNull()
  expect(edgeLabel({ calls: 3, failed: 0 })).toBe('3')
  expect(edgeLabel({ calls: 3, failed: 1 })).toBe('3 · 1 failed')
  expect(edgeLabel({ calls: 2, failed: 2 })).toBe('2 failed')
})

describe('the layout', () => {
  test('puts callers left of what they call, also in a loop, and no node over another', () => {
    const { nodes } = layOut(crew)
    const at = Object.fromEntries(nodes.map(each => [each.node.name, each.at]))
    expect(at.lead?.x).toBeLessThan(at.writer?.x ?? 0)
    expect(at.writer?.x).toBeLessThan(at.find?.x ?? 0)
    for (const [n, a] of nodes.entries()) {
      for (const b of nodes.slice(n + 1)) {
        const apart = Math.abs(a.at.x - b.at.x) >= nodeSize.width || Math.abs(a.at.y - b.at.y) >= nodeSize.height
        expect([a.node.name, b.node.name, apart]).toEqual([a.node.name, b.node.name, true])
      }
    }
  })

  test('is the same each time', () => {
    expect(layOut(structuredClone(crew))).toEqual(layOut(crew))
  })

  test('draws an arrow for each call between two nodes, none from outside or onto itself', () => {
    const drawn = layOut(crew).edges.map(each => each.edge.key)
    expect(drawn).toEqual(crew.edges.map(each => each.key).filter(key => !['null→lead', 'send→send'].includes(key)))
  })

  test('keeps agents, failures and the most called nodes of a graph that is too large', () => {
    const names = Array.from({ length: 3_000 }, (_, n) => `tool ${n}`)
    const large = graph(
      [
        ...names.map((name, n) => node(name, { calls: n === 2_000 ? 9 : 1, failed: n === 2_500 ? 1 : 0 })),
        node('lead', { kind: 'agent' }),
      ],
      names.map(name => edge('lead', name)),
    )
    const { nodes, edges } = layOut(large)
    const shown = nodes.map(each => each.node.name)
    expect(shown).toHaveLength(120)
    expect(shown).toEqual(expect.arrayContaining(['lead', 'tool 2000', 'tool 2500', 'tool 0']))
    expect(edges.every(each => shown.includes(each.edge.to) && each.label === null)).toBe(true)
  })
})
