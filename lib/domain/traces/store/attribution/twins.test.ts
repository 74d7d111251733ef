import { describe, expect, test } from 'vitest'
import type { CanonicalSpan } from '#lib/domain/traces/canonical.ts'
import { canonical } from '#lib/domain/traces/normalise/test-span.ts'
import { noUsage } from '#lib/domain/traces/normalise/usage/settle.ts'
import { receive } from '#lib/domain/traces/store/tables/received.ts'
import { attribute } from './attribute.ts'
import { callNames } from './model-calls.ts'
import { summarise } from './summarise.ts'
import { spanState } from './test-state.ts'
import { twinName, twinsOf } from './twins.ts'

const usage = (input: number | null, output: number | null, rest = {}) => ({ ...noUsage, input, output, ...rest })
const root = spanState('root', null, { kind: 'agent', startUs: 0, endUs: 100 })
const call = (id: string, rest: Partial<CanonicalSpan> = {}) =>
  spanState(id, 'root', { kind: 'llm', usage: usage(120, 24), model: 'gpt-4o', startUs: 10, endUs: 20, ...rest })

/** Input tokens, model calls and what counts, whatever the order the spans are given in. */
function counted(...spans: ReturnType<typeof spanState>[]) {
  const [forth, back] = [spans, [...spans].reverse()].map(list => {
    const nodes = attribute(list)
    const { input, llmCalls } = summarise(nodes)
    const ids = [...nodes].filter(([, node]) => node.attributed.counted).map(([id]) => id)
    return { input, llmCalls, ids: ids.sort() }
  })
  expect(back).toEqual(forth)
  return forth
}

const id = 'chatcmpl-B93gh8Ioi4jFwb2ngF4V1wGlcS4nE'
const own = 'chatcmpl-9695481f-06b3-42ef-b117-f4a7607c085a'
const other = 'chatcmpl-1f0c55ae-97d4-4f0b-8f4e-2b8f0c1d7a11'

describe('one call', () => {
  // langfuse/langfuse 9344: Google ADK, LiteLLM and OpenAI's client, each with an instrumentation.
  test('of two instrumentations beside each other, of which one knows no id', () => {
    const app = call('a', { scopeName: 'openinference.instrumentation.langchain' })
    const sdk = call('b', { scopeName: 'opentelemetry.instrumentation.openai', startUs: 12, endUs: 19, responseId: id })
    expect(counted(root, app, sdk)).toEqual({ input: 120, llmCalls: 1, ids: ['b'] })
  })

  test('of which one names the model that was asked for, and the other the one that answered', () => {
    const app = call('a', { scopeName: 'x', model: 'openai/gpt-4o' })
    expect(counted(root, app, call('b', { scopeName: 'y', model: 'gpt-4o-2024-08-06' }))?.llmCalls).toBe(1)
  })

  test('the span with a cost stands for one without', () => {
    const priced = call('a', { scopeName: 'x', computedCostNanos: 540_000n })
    expect(counted(root, priced, call('b', { scopeName: 'y', startUs: 12 }))?.ids).toEqual(['a'])
  })

  // BerriAI/litellm 31121: two spans for a message, of the same length, with an id made up anew for each.
  test('that LiteLLM reports twice', () => {
    const litellm = { scopeName: 'litellm', name: 'litellm_request' }
    const spans = [call('a', { ...litellm, responseId: own }), call('b', { ...litellm, responseId: other })]
    expect(counted(root, ...spans)).toMatchObject({ input: 120, llmCalls: 1 })
  })

  test('of an embedding', () => {
    const embedding = { kind: 'embedding', usage: usage(7, null), model: 'text-embedding-3-small' } as const
    const spans = [call('a', { ...embedding, scopeName: 'x' }), call('b', { ...embedding, scopeName: 'y' })]
    expect(counted(root, ...spans)?.input).toBe(7)
  })

  test('told by three', () => {
    const spans = ['x', 'y', 'z'].map(scopeName => call(scopeName, { scopeName }))
    expect(counted(root, ...spans)?.llmCalls).toBe(1)
  })
})

test('no id of an answer is taken for a name of twins, whatever a client writes', () => {
  const named = (id: string) =>
    callNames(receive(canonical({ 'gen_ai.operation.name': 'chat', 'gen_ai.response.id': id })).state)
  for (const id of ['\nllm 99999999999999999999 5 x', '\n llm 1 1 ', ' llm 1 1 x', 'r-1'])
    for (const name of named(id)) expect(twinsOf(name)).toBeNull()
  expect(callNames(call('a')).map(twinsOf)).toEqual([{ parent: 'root', kind: 'llm', input: '120', output: '24' }])
  expect(twinsOf(twinName({ ...call('a'), parentSpanId: null }) ?? '')).toMatchObject({ parent: '' })
  expect(twinsOf(twinName({ ...call('a'), parentSpanId: 'an id with blanks' }) ?? '')?.parent).toBe('an id with blanks')
})

describe('two calls', () => {
  test.each<[string, Partial<CanonicalSpan>]>([
    ['of one instrumentation', { scopeName: 'x' }],
    ['after one another', { startUs: 20, endUs: 30 }],
    ['of two models', { model: 'gpt-4o-mini' }],
    ['with other outputs', { usage: usage(120, 25) }],
    ['with another part from the cache', { usage: usage(120, 24, { cacheRead: 64 }) }],
    ['with two ids', { responseId: 'chatcmpl-A00000000000000000000000000000' }],
    ['under another parent', { parentSpanId: 'elsewhere' }],
    ['one of which has not ended', { endUs: null }],
  ])('%s', (_name, rest) => {
    const first = call('a', { scopeName: 'x', responseId: id, usage: usage(120, 24, { cacheRead: 0 }) })
    expect(counted(root, first, call('b', { scopeName: 'y', ...rest }))).toMatchObject({ input: 240, llmCalls: 2 })
  })

  test('with equal prompts at the same time by the same client, to the microsecond', () => {
    expect(counted(root, call('a', { scopeName: 'x' }), call('b', { scopeName: 'x' }))?.llmCalls).toBe(2)
  })

  test('of LiteLLM that took other times', () => {
    const litellm = { scopeName: 'litellm', name: 'litellm_request' }
    const spans = [call('a', { ...litellm, responseId: own }), call('b', { ...litellm, responseId: other, endUs: 21 })]
    expect(counted(root, ...spans)?.llmCalls).toBe(2)
  })

  test('of a simulated model that always takes the same, more than anybody would report of one call', () => {
    const many = Array.from({ length: 100 }, (_, i) => call(`s${i}`, { scopeName: `scope ${i % 2}` }))
    expect(counted(root, ...many)).toMatchObject({ input: 12_000, llmCalls: 100 })
  })
})
