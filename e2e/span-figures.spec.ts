import { expect, signIn, test } from './fixtures.ts'
import { givenHoldpoint, key, mira } from './support/holdpoint.ts'
import { sendSpans } from './support/otlp.ts'
import { detail, id, openLive } from './support/traces.ts'

test.describe.configure({ timeout: 120_000 })
const holdpoint = givenHoldpoint()
test.beforeEach(({ page }) => signIn(page, holdpoint.url, mira.email, mira.password))

/** A call that is a trace of its own, and where its page is. */
async function given(n: number, model: string, counts: Record<string, number | string>): Promise<string> {
  const call = {
    traceId: id(n),
    spanId: id(n * 16, 16),
    name: `chat ${model}`,
    at: Date.now() - 5_000,
    attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': model, ...counts },
  }
  await sendSpans(holdpoint.url, key, [call])
  return `${holdpoint.url}/traces/${id(n)}`
}

test('a call shows what of its tokens has a rate of its own, and the rates', async ({ page }) => {
  const path = await given(810, 'gpt-audio', {
    'gen_ai.provider.name': 'openai',
    'gen_ai.usage.input_tokens': 1000,
    'gen_ai.usage.output_tokens': 592,
    'gen_ai.usage.audio.input_tokens': 900,
    'gen_ai.usage.audio.output_tokens': 482,
  })
  await openLive(page, path)
  await expect(detail(page)).toContainText(/input audio\s*900/)
  await expect(detail(page)).toContainText(/output audio\s*482/)
  await expect(detail(page)).toContainText('$0.060998')
  await expect(detail(page)).toContainText('$2.50 in, $32.00 audio in, $10.00 out, $64.00 audio out')
})

test('a call at a tier without a known price says that it has none, and why', async ({ page }) => {
  const path = await given(820, 'gpt-5-mini', {
    'gen_ai.provider.name': 'openai',
    'gen_ai.usage.input_tokens': 2000,
    'gen_ai.usage.output_tokens': 500,
    'openai.response.service_tier': 'scale',
  })
  await openLive(page, path)
  await expect(detail(page)).toContainText(/Service tier\s*scale/)
  await expect(detail(page)).toContainText('no price known for the scale tier of gpt-5-mini')
})

test('writes to the cache for an hour stand apart', async ({ page }) => {
  const path = await given(830, 'claude-sonnet-4-5', {
    'gen_ai.provider.name': 'anthropic',
    'gen_ai.usage.input_tokens': 6000,
    'gen_ai.usage.output_tokens': 100,
    'gen_ai.usage.cache_creation.5m_input_tokens': 1000,
    'gen_ai.usage.cache_creation.1h_input_tokens': 4000,
  })
  await openLive(page, path)
  await expect(detail(page)).toContainText(/written to the cache\s*5,000/)
  await expect(detail(page)).toContainText(/of these for 1 hour\s*4,000/)
  await expect(detail(page)).toContainText('$0.03225')
})
