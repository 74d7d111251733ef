import type { Page } from '@playwright/test'
import { expect, signIn, test } from './fixtures.ts'
import { givenHoldpoint, key, mira } from './support/holdpoint.ts'
import { type SentSpan, sendRecording, sendSpans } from './support/otlp.ts'
import { detail, id, openLive, rows, run, spanRows } from './support/traces.ts'

test.describe.configure({ timeout: 120_000 })
const holdpoint = givenHoldpoint()
test.beforeEach(({ page }) => signIn(page, holdpoint.url, mira.email, mira.password))

const send = (...spans: SentSpan[]) => sendSpans(holdpoint.url, key, spans)
const open = (page: Page, path: string) => openLive(page, `${holdpoint.url}${path}`)

/** One more span of such a run. */
const late = (n: number): SentSpan => ({
  traceId: id(n),
  spanId: id(n * 16 + 3, 16),
  parentSpanId: id(n * 16, 16),
  name: 'one more',
  at: Date.now() - 1_000,
})

/** A run whose second call, of a tool, failed. */
function failedRun(n: number): SentSpan[] {
  const [root, call] = run(n, 'support', { error: 'the tool failed' })
  if (!root || !call) throw new Error('no spans')
  const tool: SentSpan = {
    traceId: id(n),
    spanId: id(n * 16 + 2, 16),
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
  return [root, call, tool]
}

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

test('a failed trace opens at what failed first, and shows only failures on demand', async ({ page }) => {
  await send(...failedRun(30))
  await open(page, `/traces/${id(30)}`)
  await expect(detail(page).getByRole('heading', { name: 'refund' })).toBeVisible()
  await expect(spanRows(page).filter({ hasText: 'refund' }).locator('[aria-current="true"]')).toHaveCount(1)
  await expect(detail(page).getByRole('alert')).toContainText('upstream connect error')
  await expect(detail(page)).toContainText('"order": 7')
  await page.getByRole('button', { name: /^errors/ }).click()
  await expect(spanRows(page)).toHaveText([/run 30/, /refund/])
  // Closed, it stays closed, also when more spans come.
  await page.keyboard.press('Escape')
  await expect(detail(page)).toHaveCount(0)
  await page.getByRole('button', { name: /^errors/ }).click()
  await send({ ...late(30), error: 'later' })
  await expect(spanRows(page)).toHaveCount(4)
  await expect(detail(page)).toHaveCount(0)
  await page.getByRole('button', { name: 'failed, error in 3 spans' }).click()
  await expect(detail(page).getByRole('heading', { name: 'refund' })).toBeVisible()
  // Where the address names a span, that one is open.
  await open(page, `/traces/${id(30)}?span=${id(30 * 16 + 1, 16)}`)
  await expect(detail(page).getByRole('heading', { name: 'gpt-4o-mini' })).toBeVisible()
})

test('a trace has one status, in the list, in its head and under the filter', async ({ page }) => {
  const [root, call, tool] = failedRun(31)
  if (!root || !call || !tool) throw new Error('no spans')
  const recovered: SentSpan = { traceId: root.traceId, spanId: root.spanId, name: 'recovered', at: root.at }
  await send(recovered, call, tool)
  await open(page, '/traces?text=recovered')
  await expect(rows(page).getByText('completed, error in 1 span')).toBeAttached()
  await page.getByLabel('Status', { exact: true }).selectOption('Failed')
  await expect(page.getByText('No trace matches')).toBeVisible()
  await page.getByLabel('Status', { exact: true }).selectOption('Completed')
  await rows(page)
    .getByRole('link', { name: /recovered/ })
    .click()
  await expect(page.getByRole('button', { name: 'completed, error in 1 span' })).toBeVisible()
  await expect(page.getByText('ok', { exact: true })).toHaveCount(0)
  await expect(detail(page).getByRole('heading', { name: 'refund' })).toBeVisible()
})

test('a span link leads to the span it names in the other trace', async ({ page }) => {
  const [root] = run(41, 'handoff', { links: [{ traceId: id(42), spanId: id(42 * 16 + 1, 16) }] })
  if (!root) throw new Error('no span')
  await send(...run(42, 'support'), root)
  await open(page, `/traces/${id(41)}?span=${root.spanId}`)
  await detail(page).getByRole('tab', { name: 'Links 1' }).click()
  await detail(page)
    .getByRole('link', { name: id(42) })
    .click()
  await expect(page).toHaveURL(new RegExp(`/traces/${id(42)}.*span=${id(42 * 16 + 1, 16)}`))
  await expect(detail(page).getByRole('heading', { name: 'gpt-4o-mini' })).toBeVisible()
  await detail(page).getByRole('tab', { name: 'Links 1' }).click()
  await expect(detail(page).getByText('Linked from')).toBeVisible()
})

test('text of agents is shown without markup or script, and invisible characters are named', async ({ page }) => {
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

test('a recorded client is shown with its right figures and its folded messages', async ({ page }) => {
  await sendRecording(holdpoint.url, key, 'autogen-own')
  await open(page, '/traces?range=all&framework=autogen')
  await expect(page.getByText('22 traces of framework messages only are folded away')).toBeVisible()
  await rows(page).filter({ hasText: 'handle ticket 4711' }).getByRole('link').click()
  const head = page.locator('dl').first()
  await expect(head).toContainText('480 in · 96 out')
  await expect(head).toContainText('$0.000130')
  await expect(head).toContainText('model calls6')
  await expect(page.getByText('Tokens and cost leave out 2 model calls that reported no tokens.')).toBeVisible()
  await expect(spanRows(page)).toHaveCount(17)
  await expect(page.getByText('85 framework message spans are folded away')).toBeVisible()
  await page.getByRole('button', { name: 'show', exact: true }).click()
  await expect(spanRows(page).nth(18)).toBeVisible()
})

test('messages are folded into their run: the list says how many, opens them, and the run is walked', async ({
  page,
}) => {
  await sendRecording(holdpoint.url, key, 'autogen-own')
  await open(page, '/traces?range=all&framework=autogen')
  const team = rows(page).filter({ hasText: 'invoke_agent approver' })
  const opens = team.getByRole('link', { name: '18 traces, 16 messages' })
  await expect(opens).toHaveAttribute('title', /18 traces of this run, 16 of framework messages only/)
  await opens.click()
  await expect(rows(page)).toHaveCount(18)
  await expect(rows(page).first()).toContainText('autogen create SwarmGroupChatManager')
  await expect(page.getByRole('button', { name: /^Remove filter run/ })).toBeVisible()
  await page.getByRole('button', { name: 'fold' }).click()
  await expect(rows(page)).toHaveCount(2)
  await expect(page.getByText('16 traces of framework messages only are folded away')).toBeVisible()
  await rows(page).first().getByRole('link').first().click()
  const run = page.getByRole('navigation', { name: 'Run of 18 traces' })
  await expect(run).toContainText('16 of framework messages only')
  await expect(run).toContainText('1 of 2')
  await run.getByRole('link', { name: /^Next trace of this run: invoke_agent approver/ }).click()
  await expect(page.getByRole('heading', { name: /invoke_agent approver/ })).toBeVisible()
  await expect(run).toContainText('2 of 2')
  await run.getByRole('link', { name: /^Previous trace of this run/ }).click()
  await expect(run).toContainText('1 of 2')
  await run.getByRole('link', { name: '18 traces' }).click()
  await expect(rows(page)).toHaveCount(18)
})

test('a computed cost names the rates it was made with', async ({ page }) => {
  await send(...run(60, 'support'))
  await open(page, `/traces/${id(60)}?span=${id(60 * 16 + 1, 16)}`)
  await expect(detail(page)).toContainText('$0.0000324, computed with genai-prices')
  await expect(detail(page)).toContainText('$0.1500 in, $0.6000 out')
})

test('20,000 spans can be scrolled and searched, with few rows at a time', async ({ page }) => {
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

test('on a phone a span lies over its trace until it is closed', async ({ page }) => {
  await send(...failedRun(35))
  await page.setViewportSize({ width: 390, height: 844 })
  await open(page, `/traces/${id(35)}`)
  // It lies over the trace only when asked for; what failed first is marked.
  await expect(detail(page)).toBeHidden()
  await expect(spanRows(page).filter({ hasText: 'refund' }).locator('[aria-current="true"]')).toHaveCount(1)
  await spanRows(page).filter({ hasText: 'refund' }).getByRole('button', { name: 'refund' }).click()
  await expect(detail(page)).toBeInViewport({ ratio: 0.9 })
  await detail(page)
    .getByRole('button', { name: /Close span/ })
    .click()
  await expect(detail(page)).toHaveCount(0)
})
