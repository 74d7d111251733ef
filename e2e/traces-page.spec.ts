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

test('a failed trace leads to what failed first, and shows only failures on demand', async ({ page }) => {
  await send(...failedRun(30))
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
  await send(...run(60, 'support'))
  await open(page, `/traces/${id(60)}?span=${id(60 * 16 + 1, 16)}`)
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

test('on a phone a span lies over its trace until it is closed', async ({ page }) => {
  await send(...failedRun(35))
  await page.setViewportSize({ width: 390, height: 844 })
  await open(page, `/traces/${id(35)}`)
  await spanRows(page).filter({ hasText: 'refund' }).getByRole('button', { name: 'refund' }).click()
  await expect(detail(page)).toBeInViewport({ ratio: 0.9 })
  await detail(page)
    .getByRole('button', { name: /Close span/ })
    .click()
  await expect(detail(page)).toHaveCount(0)
})
