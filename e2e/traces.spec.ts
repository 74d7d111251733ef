import type { Page } from '@playwright/test'
import { expect, signIn, test } from './fixtures.ts'
import { type SentSpan, sendRecording, sendSpans } from './support/otlp.ts'
import { type Holdpoint, startHoldpoint } from './support/server.ts'

const person = { email: 'mira@example.com', password: 'a sentence is easier to keep' }
const key = 'hp_traces_on_screen_0123456789abcdef'
let holdpoint: Holdpoint

// Every test starts from what the ones before it sent.
test.describe.configure({ mode: 'serial', timeout: 120_000 })
test.beforeAll(async () => {
  holdpoint = await startHoldpoint({
    HOLDPOINT_INIT_EMAIL: person.email,
    HOLDPOINT_INIT_PASSWORD: person.password,
    HOLDPOINT_INIT_API_KEY: key,
  })
})
test.afterAll(async () => {
  expect(await holdpoint.stop()).toBe(0)
})
test.beforeEach(({ page }) => signIn(page, holdpoint.url, person.email, person.password))

const id = (n: number, digits = 32) => n.toString(16).padStart(digits, '0')
const rows = (page: Page) => page.getByRole('region', { name: 'Traces' }).locator('tbody tr[data-index]')
const spanRows = (page: Page) => page.getByRole('region', { name: 'Spans' }).getByRole('listitem')
const detail = (page: Page) => page.getByRole('complementary', { name: 'Span' })
const send = (...spans: SentSpan[]) => sendSpans(holdpoint.url, key, spans)

/** A trace of one agent that calls a model and a tool. */
function run(n: number, agent: string, more: Partial<SentSpan> = {}): SentSpan[] {
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

async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${holdpoint.url}${path}`)
  await expect(page.getByText('Live')).toBeVisible()
}

test('a filter is in the URL, Back undoes it, and its link shows a colleague the same rows in the same order', async ({
  page,
  browser,
}) => {
  await send(
    ...run(1, 'billing'),
    ...run(2, 'support'),
    ...run(3, 'support', { error: 'no such order', durationMs: 90 }),
  )
  await open(page, '/traces')
  await expect(rows(page)).toHaveCount(3)
  await page.keyboard.press('f')
  await page.getByLabel('Value', { exact: true }).fill('support')
  await page.getByRole('button', { name: 'Add filter' }).click()
  await expect(rows(page)).toHaveText([/run 3/, /run 2/])
  await page.getByLabel('Status', { exact: true }).selectOption('error')
  await expect(rows(page)).toHaveText([/run 3/])
  await expect(page).toHaveURL(/agent=support.*status=error|status=error.*agent=support/)
  await page.goBack()
  await expect(rows(page)).toHaveCount(2)
  await page.getByRole('button', { name: 'time', exact: true }).click()
  await expect(page).toHaveURL(/sort=-durationMs/)
  await expect(rows(page)).toHaveText([/run 3/, /run 2/])
  const other = await (await browser.newContext()).newPage()
  await signIn(other, holdpoint.url, person.email, person.password)
  await other.goto(page.url())
  await expect(rows(other)).toHaveText([/run 3/, /run 2/])
  await page.getByRole('button', { name: 'Remove filter agent support' }).click()
  await expect(rows(page)).toHaveCount(3)
  await page.goto(`${holdpoint.url}/traces?attribute=app.tenant:tenant-1`)
  await expect(rows(page)).toHaveText([/run 1/])
  await page.goto(`${holdpoint.url}/traces?agent=nobody`)
  await expect(page.getByText('No trace matches')).toBeVisible()
})

test('arrivals show by themselves, but wait while somebody points at a row', async ({ page }) => {
  await open(page, '/traces')
  await expect(rows(page)).toHaveCount(3)
  await page.mouse.move(2, 2)
  await send(...run(4, 'support'))
  await expect(rows(page).first()).toContainText('run 4')
  await rows(page).nth(1).hover()
  const under = await rows(page).nth(1).textContent()
  await send(...run(5, 'support'))
  await expect(page.getByRole('button', { name: '1 new trace' })).toBeVisible()
  expect(await rows(page).nth(1).textContent()).toBe(under)
  await page.getByRole('button', { name: '1 new trace' }).click()
  await expect(rows(page).first()).toContainText('run 5')
  await rows(page).first().hover()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/traces/${id(4)}`))
})

test('late spans appear without reload, in their place', async ({ page }) => {
  const [root, call] = run(20, 'support')
  if (!root || !call) throw new Error('no spans')
  await send(call)
  await open(page, `/traces/${id(20)}`)
  await expect(page.getByText('running').first()).toBeVisible()
  await expect(spanRows(page)).toHaveCount(1)
  await send(root)
  await expect(spanRows(page)).toHaveText([/run 20/, /gpt-4o-mini/])
  await expect(page.getByText('running')).toHaveCount(0)
})

test('a failed trace leads to what failed first, and shows only failures on demand', async ({ page }) => {
  const [root, call] = run(30, 'support', { error: 'the tool failed' })
  if (!root || !call) throw new Error('no spans')
  const tool: SentSpan = {
    traceId: id(30),
    spanId: id(489, 16),
    parentSpanId: root.spanId,
    name: 'execute_tool refund',
    at: call.at + 25,
    attributes: {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'refund',
      'gen_ai.tool.call.arguments': '{"order": 7}',
    },
    error: 'upstream connect error',
  }
  await send(root, call, tool)
  await open(page, `/traces/${id(30)}`)
  await page.getByRole('button', { name: 'error in 2 spans' }).click()
  await expect(detail(page).getByRole('heading', { name: 'refund' })).toBeVisible()
  await expect(detail(page).getByRole('alert')).toContainText('upstream connect error')
  await expect(detail(page)).toContainText('"order": 7')
  await page.getByRole('button', { name: /^errors/ }).click()
  await expect(spanRows(page)).toHaveText([/run 30/, /refund/])
  await page.keyboard.press('Escape')
  await expect(detail(page)).toHaveCount(0)
})

test('a span link leads to the span it names in the other trace', async ({ page }) => {
  const [root] = run(41, 'handoff', { links: [{ traceId: id(2), spanId: id(33, 16) }] })
  if (!root) throw new Error('no span')
  await send(root)
  await open(page, `/traces/${id(41)}?span=${root.spanId}`)
  await detail(page).getByRole('tab', { name: 'Links 1' }).click()
  await detail(page)
    .getByRole('link', { name: id(2) })
    .click()
  await expect(page).toHaveURL(new RegExp(`/traces/${id(2)}.*span=${id(33, 16)}`))
  await expect(detail(page).getByRole('heading', { name: 'gpt-4o-mini' })).toBeVisible()
  await detail(page).getByRole('tab', { name: 'Links 1' }).click()
  await expect(detail(page).getByText('Linked from')).toBeVisible()
})

test('what agents write is text: no markup, no script, and characters that would not show are named', async ({
  page,
}) => {
  const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>‮evil'
  const [root, call] = run(50, hostile.slice(0, 40), { name: hostile })
  if (!root || !call) throw new Error('no spans')
  call.attributes = {
    ...call.attributes,
    [hostile]: hostile,
    'gen_ai.output.messages': JSON.stringify([{ role: 'assistant', parts: [{ type: 'text', content: hostile }] }]),
  }
  await send(root, call)
  await open(page, `/traces/${id(50)}?span=${call.spanId}`)
  await expect(detail(page).getByText('<script>').first()).toBeVisible()
  for (const tab of ['Attributes', 'Raw']) {
    await detail(page).getByRole('tab', { name: tab }).click()
    await expect(detail(page).getByText('<script>').first()).toBeVisible()
  }
  await page.getByRole('radio', { name: 'Transcript' }).check()
  await expect(page.getByRole('region', { name: 'Transcript' }).getByText('<script>')).toBeVisible()
  await open(page, '/traces')
  await expect(rows(page).filter({ hasText: '<script>' })).toHaveCount(1)
  expect(await page.locator('img[src="x"]').count()).toBe(0)
  expect(await page.title()).toMatch(/Traces/)
})

test('a recorded client: its true figures, its folded messages, and the run it is a part of', async ({ page }) => {
  await sendRecording(holdpoint.url, key, 'autogen-own')
  await open(page, '/traces?range=all&framework=autogen')
  await expect(page.getByText(/traces of framework messages only are folded away/)).toBeVisible()
  await rows(page).filter({ hasText: 'handle ticket 4711' }).getByRole('link').click()
  const head = page.locator('dl').first()
  await expect(head).toContainText('480 in · 96 out')
  await expect(head).toContainText('$0.000130')
  await expect(head).toContainText('model calls6')
  await expect(page.getByText('Not in tokens and cost: 2 model calls that told no tokens.')).toBeVisible()
  await expect(spanRows(page)).toHaveCount(17)
  await expect(page.getByText('85 framework message spans are folded away')).toBeVisible()
  await page.getByRole('button', { name: 'show', exact: true }).click()
  await expect(spanRows(page).nth(18)).toBeVisible()
})

test('a computed cost names the rates it was made with', async ({ page }) => {
  await open(page, `/traces/${id(2)}?span=${id(33, 16)}`)
  await expect(detail(page)).toContainText('$0.0000324, computed with genai-prices')
  await expect(detail(page)).toContainText('$0.1500 in, $0.6000 out')
})

test('20,000 spans scroll, are found in, and are few rows at a time', async ({ page }) => {
  test.setTimeout(240_000)
  const at = Date.now() - 60_000
  const span = (n: number): SentSpan => ({
    traceId: id(77),
    spanId: id(n + 1, 16),
    ...(n === 0 ? {} : { parentSpanId: id(Math.floor((n - 1) / 6) + 1, 16) }),
    name: `step ${n}`,
    at: at + n,
    attributes: { 'input.value': `payload number ${n} ${'of some length '.repeat(40)}` },
  })
  for (let from = 0; from < 20_000; from += 5_000) {
    await send(...Array.from({ length: 5_000 }, (_, n) => span(from + n)))
  }
  await open(page, `/traces/${id(77)}`)
  // Some ten megabytes on their way to a busy machine.
  await expect(spanRows(page).first()).toContainText('step 0', { timeout: 90_000 })
  const few = async () => expect(await spanRows(page).count()).toBeLessThan(120)
  await few()
  await page.getByRole('region', { name: 'Spans' }).evaluate(box => box.scrollTo(0, box.scrollHeight))
  await expect(spanRows(page).filter({ hasText: 'step 9330' })).toBeVisible()
  await few()
  await page.getByLabel('Find in this trace').fill('payload number 12345 ')
  await expect(spanRows(page).filter({ hasText: 'step 12345' })).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('1 span', { exact: true })).toBeVisible()
  await few()
  await spanRows(page).filter({ hasText: 'step 12345' }).getByRole('button', { name: 'step 12345' }).last().click()
  await expect(detail(page)).toContainText('payload number 12345')
})

test('on a phone rows tell their start, and a span lies over its trace until it is closed', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await open(page, '/traces?agent=support')
  await expect(rows(page).first()).toContainText(/ago|just now/)
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBeLessThanOrEqual(390)
  await open(page, `/traces/${id(30)}`)
  await spanRows(page).filter({ hasText: 'refund' }).getByRole('button', { name: 'refund' }).click()
  await expect(detail(page)).toBeInViewport({ ratio: 0.9 })
  await detail(page)
    .getByRole('button', { name: /Close span/ })
    .click()
  await expect(detail(page)).toHaveCount(0)
})
