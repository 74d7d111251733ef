import { afterAll, beforeAll, expect, test } from 'vitest'
import { getTrace } from '#lib/domain/traces/get-trace.ts'
import { ingestLogRecords, ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { traceFilter } from '#lib/domain/traces/list-schemas.ts'
import { listTraces } from '#lib/domain/traces/list-traces.ts'
import { allRecordings, decodeRecording } from '#lib/domain/traces/testing/recordings.ts'
import { createTestDatabase, type TestDatabase, testContext } from '#lib/platform/testing/database.ts'
import { totalTokens } from '../parts/tokens.ts'
import { graphOf } from './graph.ts'
import type { AgentGraph } from './graph-types.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

async function load(projectId: string) {
  const ctx = { ...testContext(database.db), projectId }
  const { spans, records } = decodeRecording(projectId)
  await ingestTraces(ctx, { spans, rejected: [] })
  if (records.length > 0) await ingestLogRecords(ctx, { records, rejected: [] })
  const { items } = await listTraces(ctx, { query: traceFilter.parse({ limit: '200' }) })
  return Promise.all(items.map(item => getTrace(ctx, { params: { traceId: item.traceId } })))
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const nanos = (cost: string | null) => Number((cost ?? '0').replace('.', ''))

/** What a reader gets who adds up the nodes of some kinds. */
function totals({ nodes }: AgentGraph, kinds: (kind: string) => boolean) {
  const of = nodes.filter(node => kinds(node.kind))
  return { tokens: sum(of.map(node => node.tokens ?? 0)), cost: sum(of.map(node => nanos(node.cost))) }
}

const calls = ({ nodes }: AgentGraph, kind: string) =>
  sum(nodes.filter(node => node.kind === kind).map(node => node.calls))

test.each(allRecordings())('%s: the graph adds up to the head of its trace', async name => {
  const traces = await load(name)
  expect(traces.length).toBeGreaterThan(0)
  for (const trace of traces) {
    const graph = graphOf(trace)
    expect(calls(graph, 'llm')).toBe(trace.llmCalls)
    expect(calls(graph, 'tool')).toBe(trace.toolCalls)
    const head = { tokens: (trace.inputTokens ?? 0) + (trace.outputTokens ?? 0), cost: nanos(trace.cost) }
    expect(totals(graph, kind => kind !== 'agent')).toEqual(head)
    // What nobody called holds all of the trace between them, and a total is never less than its own part.
    const started = graph.edges.filter(edge => edge.from === null)
    const tops = graph.nodes.filter(node => started.some(edge => edge.to === node.key))
    if (started.length === 1 && graph.steps === 0) {
      expect(tops.map(node => [node.total.tokens ?? 0, nanos(node.total.cost)])).toEqual([[head.tokens, head.cost]])
    }
    for (const figures of [...graph.nodes, ...graph.edges]) {
      expect(figures.total.tokens ?? 0).toBeGreaterThanOrEqual(figures.tokens ?? 0)
      expect(nanos(figures.total.cost)).toBeGreaterThanOrEqual(nanos(figures.cost))
      expect(nanos(figures.total.cost)).toBeLessThanOrEqual(head.cost)
    }
    const named = trace.spans.filter(span => span.counted && span.agent !== null)
    expect(totals(graph, kind => kind === 'agent')).toEqual({
      tokens: sum(named.map(span => totalTokens(span) ?? 0)),
      cost: sum(named.map(span => nanos(span.cost))),
    })
    const missing = (of: 'unpricedSpans' | 'unmeteredCalls') =>
      sum(graph.nodes.filter(node => node.kind !== 'agent').map(node => node[of]))
    expect([missing('unpricedSpans'), missing('unmeteredCalls')]).toEqual([trace.unpricedSpans, trace.unmeteredCalls])
    expect(graphOf({ ...trace, spans: [...trace.spans].reverse() }).edges).toEqual(graph.edges)
  }
})
