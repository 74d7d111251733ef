import { expect, signIn, test } from './fixtures.ts'
import { givenHoldpoint, key, mira } from './support/holdpoint.ts'
import { openInbox } from './support/inbox.ts'
import { type SentSpan, sendSpans } from './support/otlp.ts'

// What stands beside a request: what led to it, what its run has used, and why it waits, in sentences.

const holdpoint = givenHoldpoint()
let inbox: Awaited<ReturnType<typeof openInbox>>
test.beforeAll(async () => {
  inbox = await openInbox(holdpoint)
})
test.beforeEach(({ page }) => signIn(page, holdpoint.url, mira.email, mira.password))

const traceId = 'c0ffee'.padStart(32, '0')
const spanId = (n: number) => String(n).padStart(16, '0')

/** A run of an agent with nine calls of a model, all before now. */
function spans(): SentSpan[] {
  const begin = Date.now() - 60_000
  const attributes = { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'incident-responder' }
  const root = { traceId, spanId: spanId(1), name: 'look into node-3', at: begin, durationMs: 50_000, attributes }
  const calls = Array.from({ length: 9 }, (_, n) => ({
    ...{ traceId, spanId: spanId(n + 2), parentSpanId: spanId(1), name: `chat ${n}`, at: begin + 1_000 * n },
    attributes: {
      ...{ 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai', 'gen_ai.request.model': 'gpt-4o' },
      ...{ 'gen_ai.usage.input_tokens': 100, 'gen_ai.usage.output_tokens': 10 },
    },
  }))
  return [root, ...calls]
}

test('a phone shows four lines of what led here, and the figures of the run as text', async ({ page }) => {
  await sendSpans(holdpoint.url, key, spans())
  const asked = await inbox.ask({ traceId, spanId: spanId(1) })
  const part = (title: string) => page.locator('section', { has: page.getByRole('heading', { name: title, level: 3 }) })
  const lines = part('What led here').last().getByRole('listitem').filter({ visible: true })
  const calls = lines.filter({ hasText: 'gpt-4o' })
  const figures = part('This run so far').last().locator('dl')
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(`${holdpoint.url}/approvals?id=${asked.id}`)
  await expect.poll(() => calls.count()).toBeGreaterThan(3)

  await page.setViewportSize({ width: 390, height: 844 })
  await expect(calls).toHaveCount(3)
  await expect(lines.last()).toContainText('waits for you')
  await expect(lines.first()).toContainText('earlier span')
  await expect(figures).toContainText('Model calls9')
  // In a row without frame: the figures take no more than two lines of text.
  expect((await figures.boundingBox())?.height).toBeLessThanOrEqual(50)
  await inbox.cancel(asked)
})

test('why a request waits, what totals leave out, and what a button does are whole sentences', async ({ page }) => {
  const asked = await inbox.ask()
  await page.goto(`${holdpoint.url}/approvals?id=${asked.id}`)
  await expect(page.getByText("send_notification always needs an operator's approval.")).toBeVisible()
  await inbox.cancel(asked)

  const unmetered = { traceId: 'beef'.padStart(32, '0'), spanId: spanId(1), name: 'chat', at: Date.now() - 1_000 }
  const attributes = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o' }
  await sendSpans(holdpoint.url, key, [{ ...unmetered, attributes }])
  await page.goto(`${holdpoint.url}/traces/${unmetered.traceId}`)
  await expect(page.getByText('Tokens and cost leave out 1 model call that reported no tokens.')).toBeVisible()

  await page.goto(`${holdpoint.url}/settings/keys`)
  await expect(page.getByRole('button', { name: 'New key' })).toBeVisible()
  await page.goto(`${holdpoint.url}/agents`)
  await expect(page.getByText('each compared with the range before')).toBeVisible()
})
