import type { Page } from '@playwright/test'
import { expect, signIn, test } from './fixtures.ts'
import { givenHoldpoint, key, mira } from './support/holdpoint.ts'
import { type SentSpan, sendSpans } from './support/otlp.ts'
import { id, openLive, rows, run } from './support/traces.ts'

test.describe.configure({ timeout: 120_000 })
const holdpoint = givenHoldpoint()
test.beforeEach(({ page }) => signIn(page, holdpoint.url, mira.email, mira.password))

const send = (...spans: SentSpan[]) => sendSpans(holdpoint.url, key, spans)
const open = (page: Page, path: string) => openLive(page, `${holdpoint.url}${path}`)

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
  await signIn(other, holdpoint.url, mira.email, mira.password)
  await other.goto(page.url())
  await expect(rows(other)).toHaveText([/run 3/, /run 2/])
  await page.getByRole('button', { name: 'Remove filter agent support' }).click()
  await expect(rows(page)).toHaveCount(3)
  await page.goto(`${holdpoint.url}/traces?attribute=app.tenant:tenant-1`)
  await expect(rows(page)).toHaveText([/run 1/])
  await page.goto(`${holdpoint.url}/traces?agent=nobody`)
  await expect(page.getByText('No trace matches')).toBeVisible()
})

test('new rows appear without reload, but wait while somebody points at a row', async ({ page }) => {
  await send(...[11, 12, 13].flatMap(n => run(n, 'courier')))
  await open(page, '/traces?agent=courier')
  await expect(rows(page)).toHaveCount(3)
  await page.mouse.move(2, 2)
  await send(...run(14, 'courier'))
  await expect(rows(page).first()).toContainText('run 14')
  await rows(page).nth(1).hover()
  const under = await rows(page).nth(1).textContent()
  await send(...run(15, 'courier'))
  await expect(page.getByRole('button', { name: '1 new trace' })).toBeVisible()
  expect(await rows(page).nth(1).textContent()).toBe(under)
  await page.getByRole('button', { name: '1 new trace' }).click()
  await expect(rows(page).first()).toContainText('run 15')
  await rows(page).first().hover()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/traces/${id(14)}`))
})

test('on a phone rows show their start, and the page is as wide as the screen', async ({ page }) => {
  await send(...run(21, 'pocket'))
  await page.setViewportSize({ width: 390, height: 844 })
  await open(page, '/traces?agent=pocket')
  await expect(rows(page).first()).toContainText(/ago|just now/)
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBeLessThanOrEqual(390)
})

test('no filter hides the charts or moves the page, and each figure says what it counts', async ({ page }) => {
  await page.addInitScript(() => {
    const shifts: { value: number; what: string }[] = []
    Object.assign(window, { shifts })
    type Shift = PerformanceEntry & { value: number; sources: { node: Node | null; previousRect: DOMRect }[] }
    new PerformanceObserver(list => {
      for (const { value, sources } of list.getEntries() as Shift[]) {
        // Rows that match move up to where others were; that is what a filter is for.
        const moved = sources.filter(({ node }) => node && !node.parentElement?.closest('tbody'))
        const what = moved.map(({ node, previousRect: { y } }) => `${node?.textContent?.slice(0, 60)} from ${y}`)
        if (moved.length > 0) shifts.push({ value, what: what.join(' | ') })
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })
  // Two agents in each trace: requests are more than traces.
  for (const n of [31, 32, 33]) {
    const [root, call] = run(n, 'manager')
    if (!root || !call) throw new Error('no spans')
    const inner = { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'worker' }
    const worker: SentSpan = { ...call, spanId: id(n * 16 + 2, 16), name: 'worker', attributes: inner, error: 'tired' }
    await send(root, worker, call)
  }
  await open(page, '/traces')
  const charts = page.getByRole('figure')
  const counts = (text: string | RegExp) => expect(page.getByText(text)).toBeVisible()
  await expect(charts).toHaveCount(3)
  await counts(/^The charts count requests, not traces/)
  await expect(rows(page).first()).toBeVisible()
  const top = async () => (await charts.first().boundingBox())?.y
  const before = await top()
  /** Of every shift, also of those right after a key: what a reader sees is the same. */
  const shifted = () => page.evaluate(() => (window as unknown as { shifts: { value: number; what: string }[] }).shifts)
  for (const [filter, says] of [
    ['error', 'Without the filter status: the charts count all requests of this range, not only those in the list.'],
    ['ok', 'Without the filter status: the charts count all requests of this range, not only those in the list.'],
    ['', /^The charts count requests, not traces/],
  ] as const) {
    await page.getByLabel('Status', { exact: true }).selectOption(filter)
    await counts(says)
    await expect(charts).toHaveCount(3)
    expect(await top()).toBe(before)
  }
  await page.getByLabel('Search traces').fill('run 3')
  await counts(/^Without the filter text/)
  expect(await top()).toBe(before)
  const shifts = await shifted()
  expect(
    shifts.reduce((sum, { value }) => sum + value, 0),
    JSON.stringify(shifts, null, 1),
  ).toBeLessThan(0.01)
  await page.goto(`${holdpoint.url}/traces?agent=worker`)
  await expect(page.getByRole('figure', { name: 'Agent requests' })).toContainText('3 failed, 100.0 %')
})
