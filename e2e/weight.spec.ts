import type { Page } from '@playwright/test'
import { expect, signIn, test } from './fixtures.ts'
import { furnish } from './support/furnish.ts'
import { givenHoldpoint, mira } from './support/holdpoint.ts'
import { placesOf } from './support/places.ts'

/** Bytes of gzipped JavaScript that the inbox may cost before it shows a request. */
const budget = 250_000
/** With the palette, the shortcuts and the form of a decision, which follow when the page is at rest. */
const budgetAtRest = 350_000
/** Any page, charts among them. The list of traces, with charts and filters, is the heaviest. */
const budgetOfAnyPage = 410_000

const holdpoint = givenHoldpoint()
let place: Awaited<ReturnType<typeof furnish>>
test.beforeAll(async () => {
  test.setTimeout(180_000)
  place = await furnish(holdpoint)
})

interface Script {
  url: string
  bytes: number
  encoding: string
}

/** Scripts as they came over the wire, from an empty cache. */
async function watchScripts(page: Page): Promise<Script[]> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  const scripts = new Map<string, Script>()
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (type !== 'Script' && !response.mimeType.includes('javascript')) return
    const encoding = response.headers['content-encoding'] ?? response.headers['Content-Encoding'] ?? 'none'
    scripts.set(requestId, { url: response.url, bytes: 0, encoding })
  })
  const all: Script[] = []
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const script = scripts.get(requestId)
    if (script) all.push({ ...script, bytes: encodedDataLength })
  })
  return all
}

/** Idle moments are withheld until `rest()`, so that the first load is told apart from what comes when the page is at rest. */
const withoutIdle = (page: Page) =>
  page.addInitScript(() => {
    const waiting: IdleRequestCallback[] = []
    window.requestIdleCallback = callback => waiting.push(callback)
    const rest = () => {
      for (const callback of waiting.splice(0)) callback({ didTimeout: false, timeRemaining: () => 50 })
    }
    Object.assign(window, { rest })
  })

const total = (scripts: readonly Script[]) => scripts.reduce((sum, { bytes }) => sum + bytes, 0)

test('the first load of the inbox weighs less than 250 kB of gzipped JavaScript', async ({ page, browser }) => {
  await signIn(page, place.inbox.holdpoint.url, mira.email, mira.password)
  const context = await browser.newContext()
  await context.addCookies(await page.context().cookies())
  const [visit] = placesOf(place.at)['/approvals'] ?? []
  const first = await context.newPage()
  const scripts = await watchScripts(first)
  await withoutIdle(first)
  await first.goto(place.inbox.holdpoint.url + String(visit?.path))
  await expect(first.getByText('waits for you')).toBeVisible()
  await expect(first.getByText('Live')).toBeVisible()
  await first.waitForLoadState('networkidle')
  expect(scripts.length).toBeGreaterThan(3)
  // What is too small to gain by it is sent as it is.
  expect(scripts.filter(({ encoding, bytes }) => encoding === 'none' && bytes > 2_000).map(({ url }) => url)).toEqual(
    [],
  )
  expect(total(scripts)).toBeLessThan(budget)
  // At rest it fetches the layers that a key may open: they are ready before they are needed, and have a budget too.
  const before = total(scripts)
  await first.evaluate(() => (window as unknown as { rest(): void }).rest())
  await first.waitForLoadState('networkidle')
  await expect.poll(() => total(scripts)).toBeGreaterThan(before)
  await first.keyboard.press('r')
  await expect(first.getByLabel(/^Reason/)).toBeFocused()
  expect(total(scripts)).toBeLessThan(budgetAtRest)
  await context.close()
})

/** What they weigh is printed, for docs/measurements.md. */
test('the first load of every page has its budget', async ({ page, strict }) => {
  test.setTimeout(240_000)
  // A missing page answers 404, and has its weight too.
  strict.allow(/404/)
  await signIn(page, place.inbox.holdpoint.url, mira.email, mira.password)
  await withoutIdle(page)
  const scripts = await watchScripts(page)
  const weights: [route: string, bytes: number][] = []
  for (const [route, [visit]] of Object.entries(placesOf(place.at))) {
    if (!visit || visit.anonymous) continue
    scripts.length = 0
    await page.goto(place.inbox.holdpoint.url + visit.path)
    await page.waitForLoadState('networkidle')
    // An address that only leads to another weighs what that one does.
    const leadsOn = new URL(page.url()).pathname !== new URL(visit.path, page.url()).pathname
    if (!leadsOn) weights.push([route, total(scripts)])
  }
  console.log(weights.map(([route, bytes]) => `| \`${route}\` | ${Math.round(bytes / 1000)} |`).join('\n'))
  expect(weights.length).toBeGreaterThan(20)
  expect(weights.filter(([, bytes]) => bytes < 50_000 || bytes > budgetOfAnyPage)).toEqual([])
})
