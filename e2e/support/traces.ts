import { expect, type Page } from '@playwright/test'
import type { SentSpan } from './otlp.ts'
import { hex } from './otlp-requests.ts'

export const id = (n: number, digits = 32) => hex(n, digits)
export const rows = (page: Page) => page.getByRole('region', { name: 'Traces' }).locator('tbody[data-index]')
export const spanRows = (page: Page) => page.getByRole('region', { name: 'Spans' }).getByRole('listitem')
export const detail = (page: Page) => page.getByRole('complementary', { name: 'Span' })

export async function openLive(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await expect(page.getByText('Live')).toBeVisible()
}

/** A trace of one agent that calls a model and a tool. */
export function run(n: number, agent: string, more: Partial<SentSpan> = {}): SentSpan[] {
  const at = Date.now() - 60_000 + n
  const traceId = id(n)
  const child = { traceId, parentSpanId: id(n * 16, 16), at, durationMs: 20 }
  return [
    {
      traceId,
      spanId: id(n * 16, 16),
      name: `run ${n}`,
      at,
      durationMs: 50,
      attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': agent },
      ...more,
    },
    {
      ...child,
      spanId: id(n * 16 + 1, 16),
      name: 'chat gpt-4o-mini',
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': 'gpt-4o-mini',
        'gen_ai.usage.input_tokens': 120,
        'gen_ai.usage.output_tokens': 24,
        'gen_ai.input.messages': JSON.stringify([
          { role: 'user', parts: [{ type: 'text', content: `question ${n}` }] },
        ]),
        'app.tenant': `tenant-${n}`,
      },
    },
  ]
}
