import type { Page } from '@playwright/test'
import { expect, signIn, test } from './fixtures.ts'
import { givenHoldpoint, key, mira } from './support/holdpoint.ts'
import { type SentSpan, sendRecording, sendSpans } from './support/otlp.ts'

const crew = 'd5a3b3798bdf66ddf4d2f9ee5bd39ffd'

test.describe.configure({ mode: 'serial', timeout: 120_000 })
const holdpoint = givenHoldpoint()
test.beforeAll(async () => {
  await sendRecording(holdpoint.url, key, 'openinference-crewai')
})
test.beforeEach(({ page }) => signIn(page, holdpoint.url, mira.email, mira.password))

const id = (n: number, digits = 32) => n.toString(16).padStart(digits, '0')
const graph = (page: Page) => page.getByRole('region', { name: 'Graph', exact: true })
const drawing = (page: Page) => graph(page).getByRole('application', { name: 'Graph of calls' })
const node = (page: Page, name: string | RegExp) => drawing(page).getByRole('button', { name })
const table = (page: Page) => graph(page).getByRole('table', { name: 'Graph as a table' })
const cells = (page: Page, name: string) => table(page).getByRole('row', { name }).getByRole('cell')
/** A cost stands in two lengths, of which one shows. */
const seen = { useInnerText: true }
const detail = (page: Page) => page.getByRole('complementary', { name: 'Span' })
const open = (page: Page, traceId: string) => page.goto(`${holdpoint.url}/traces/${traceId}?view=graph`)

const at = Date.now() - 60_000
const agent = (name: string) => ({ 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': name })
const tool = (name: string) => ({ 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': name })

test('the graph of a crew agrees with its README: who called what how often, where it failed, and what it cost', async ({
  page,
}) => {
  await page.goto(`${holdpoint.url}/traces/${crew}`)
  const scripts: string[] = []
  page.on('request', request => request.resourceType() === 'script' && scripts.push(request.url()))
  await page.getByRole('radio', { name: 'Graph' }).check()
  await expect(page).toHaveURL(/view=graph/)
  await expect(node(page, /\d calls?/)).toHaveCount(7)
  // The libraries that draw come with this form only.
  expect(scripts.length).toBeGreaterThan(0)
  await expect(node(page, /^agent Incident Crew 1 call · 1\.81 s · total \$0\.000166$/)).toBeVisible()
  await expect(node(page, /^agent Incident Responder 1 call · 1\.19 s · \$0\.0000828$/)).toBeVisible()
  await expect(node(page, /^model call gpt-4o-mini-2024-07-18 6 calls · \S+ ms · \$0\.000166$/)).toBeVisible()
  await expect(node(page, /^tool call query_db 1 failed 3 calls · \S+ ms$/)).toBeVisible()
  for (const arrow of [
    'Incident Responder calls query_db, 2 ×, 1 failed',
    'Change Manager calls query_db, 1 ×',
    'Change Manager calls gpt-4o-mini-2024-07-18, 3 ×',
  ])
    await expect(drawing(page).getByRole('img', { name: arrow, exact: true })).toHaveCount(1)
  await expect(cells(page, 'Incident Responder called query_db')).toHaveText(
    ['2', '1', '43 ms', '–', '–', '–', '–'],
    seen,
  )
  // Own and total: the crew itself took nothing, all of it was done by whom it called.
  await expect(cells(page, 'agent Incident Crew').nth(3)).toHaveText('–', seen)
  await expect(cells(page, 'agent Incident Crew').nth(6)).toHaveText('$0.000166', seen)
  await expect(graph(page)).toContainText('An arrow is a call: from the nearest agent or tool above')
  // What the head says, the graph adds up to.
  const head = page.locator('dl').first()
  await expect(head).toContainText('model calls6')
  await expect(head).toContainText('$0.000166')
})

test('by keyboard: to a node, into its first failure, through its calls, out again', async ({ page }) => {
  await open(page, crew)
  await expect(node(page, /query_db/)).toBeVisible()
  await page.getByRole('radio', { name: 'Graph' }).focus()
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('title') ?? '')
  for (let presses = 0; presses < 12 && (await focused()) !== 'query_db'; presses++) await page.keyboard.press('Tab')
  await expect(node(page, /query_db/)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(detail(page).getByRole('heading', { name: 'query_db' })).toBeVisible()
  await expect(detail(page).getByRole('alert')).toBeVisible()
  await expect(node(page, /query_db/)).toHaveAttribute('aria-current', 'true')
  await expect(graph(page).getByRole('status')).toHaveText(/^call \d of 3$/)
  const failed = page.url()
  await page.keyboard.press('k')
  await page.keyboard.press('k')
  await expect(graph(page).getByRole('status')).toHaveText('call 1 of 3')
  await expect(graph(page).getByRole('button', { name: 'Previous call (k)' })).toBeDisabled()
  await graph(page).getByRole('button', { name: 'Next call (j)' }).click()
  await expect(graph(page).getByRole('status')).toHaveText('call 2 of 3')
  await page.keyboard.press('Escape')
  await expect(detail(page)).toHaveCount(0)
  // A link shows a colleague the same.
  await page.goto(failed)
  await expect(node(page, /query_db/)).toHaveAttribute('aria-current', 'true')
  await expect(detail(page).getByRole('alert')).toBeVisible()
})

test('zoom has buttons, and the whole graph comes back', async ({ page }) => {
  await open(page, crew)
  const first = node(page, /Incident Crew/)
  const width = async () => Math.round((await first.boundingBox())?.width ?? 0)
  await expect.poll(width).toBeGreaterThan(100)
  const whole = await width()
  await drawing(page).getByRole('button', { name: 'Zoom in' }).press('Enter')
  await expect.poll(width).toBeGreaterThan(whole)
  await drawing(page).getByRole('button', { name: 'Show the whole graph' }).press('Enter')
  await expect.poll(width).toBe(whole)
})

test('late spans change the graph without reload', async ({ page }) => {
  const root: SentSpan = { traceId: id(1), spanId: id(1, 16), name: 'run', at, attributes: agent('support') }
  const call = (n: number, more: Partial<SentSpan> = {}): SentSpan => ({
    traceId: id(1),
    spanId: id(n, 16),
    parentSpanId: id(1, 16),
    name: 'refund',
    at: at + n,
    attributes: tool('refund'),
    ...more,
  })
  await sendSpans(holdpoint.url, key, [call(2)])
  await open(page, id(1))
  await expect(page.getByText('Live')).toBeVisible()
  await expect(node(page, /refund 1 call/)).toBeVisible()
  await sendSpans(holdpoint.url, key, [root, call(3, { error: 'upstream connect error' })])
  await expect(node(page, /refund 1 failed 2 calls/)).toBeVisible()
  await expect(drawing(page).getByRole('img', { name: 'support calls refund, 2 ×, 1 failed' })).toHaveCount(1)
  await expect(cells(page, 'support called refund')).toHaveText(['2', '1', '10 ms', '–', '–', '–', '–'], seen)
})

test('a graph too large to draw says what it draws, and its table has the rest', async ({ page }) => {
  const spans: SentSpan[] = [{ traceId: id(2), spanId: id(1, 16), name: 'run', at, attributes: agent('crawler') }]
  for (let n = 0; n < 600; n++)
    spans.push({
      traceId: id(2),
      spanId: id(n + 2, 16),
      parentSpanId: id(1, 16),
      name: 'fetch',
      at: at + n,
      attributes: tool(`fetch_${n}`),
      ...(n === 599 ? { error: 'gone' } : {}),
    })
  await sendSpans(holdpoint.url, key, spans)
  await open(page, id(2))
  await expect(graph(page)).toContainText('Drawn: 120 of 601')
  await expect(node(page, /\d calls?/).nth(119)).toBeAttached()
  await expect(node(page, /fetch_599 1 failed 1 call/)).toBeAttached()
  const rows = table(page).locator('tbody tr')
  await expect(rows).toHaveCount(200)
  await graph(page)
    .getByRole('button', { name: /^Show 200 more of/ })
    .click()
  await expect(rows).toHaveCount(400)
})

test('on a phone the table replaces the drawing, and links to the spans', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await open(page, crew)
  await table(page)
    .getByRole('button', { name: /query_db/ })
    .click()
  await expect(detail(page)).toBeInViewport({ ratio: 0.9 })
  await expect(detail(page).getByRole('alert')).toBeVisible()
  await detail(page)
    .getByRole('button', { name: /Close span/ })
    .click()
  await expect(drawing(page)).toHaveCount(0)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
})

test('names are text, and a trace without calls says so', async ({ page }) => {
  const hostile = '<img src=x onerror="document.title=1">'
  await sendSpans(holdpoint.url, key, [
    { traceId: id(3), spanId: id(1, 16), name: 'run', at, attributes: agent('support') },
    { traceId: id(3), spanId: id(2, 16), parentSpanId: id(1, 16), name: 't', at, attributes: tool(hostile) },
    {
      traceId: id(4),
      spanId: id(1, 16),
      name: 'made',
      at,
      attributes: { ...agent('support'), 'gen_ai.operation.name': 'create_agent' },
    },
  ])
  await open(page, id(3))
  await expect(node(page, hostile)).toBeVisible()
  expect(await page.locator('img[src="x"]').count()).toBe(0)
  await open(page, id(4))
  await expect(page.getByRole('heading', { name: 'No calls in this trace' })).toBeVisible()
})
