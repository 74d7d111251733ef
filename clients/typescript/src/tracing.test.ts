import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { AlwaysOffSampler, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import { afterEach, expect, test, vi } from 'vitest'
import { holdpoint } from './client.ts'
import { memoryJournal } from './journal.ts'

afterEach(() => {
  vi.restoreAllMocks()
  trace.disable()
  context.disable()
})

/** Runs a guarded tool, and answers which span its permit names. */
async function askedIn(work: (run: () => Promise<unknown>) => Promise<unknown>, given: { traceId?: string } = {}) {
  const asked: { traceId?: string; spanId?: string }[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (address, init) => {
    if (String(address).endsWith('/permits')) asked.push(JSON.parse(String(init?.body)))
    return Response.json({ id: 'prm_1', decision: 'allow', reasons: [], release: null })
  })
  const hp = holdpoint({ url: 'http://traced.test', key: 'hp_x', agent: 'ops', journal: memoryJournal() })
  await work(() => hp.run('search', {}, () => 'found', { ask: 'permit', ...given }))
  return asked.map(({ traceId, spanId }) => [traceId, spanId])
}

test('what is asked in a span of OpenTelemetry names it', async () => {
  new NodeTracerProvider().register()
  const span = trace.getTracer('test').startSpan('tool')
  const { traceId, spanId } = span.spanContext()
  const asked = await askedIn(run => context.with(trace.setSpan(ROOT_CONTEXT, span), run))
  expect(asked).toEqual([[traceId, spanId]])
  const other = 'c3'.repeat(16)
  const named = await askedIn(run => context.with(trace.setSpan(ROOT_CONTEXT, span), run), { traceId: other })
  expect(named).toEqual([[other, undefined]])
})

test('without a span, or in one that nobody will send, it names none', async () => {
  expect(await askedIn(run => run())).toEqual([[undefined, undefined]])
  new NodeTracerProvider({ sampler: new AlwaysOffSampler() }).register()
  const span = trace.getTracer('test').startSpan('tool')
  const asked = await askedIn(run => context.with(trace.setSpan(ROOT_CONTEXT, span), run))
  expect(asked).toEqual([[undefined, undefined]])
})
