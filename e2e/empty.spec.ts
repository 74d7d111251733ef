import { expect, signIn, test } from './fixtures.ts'
import { givenHoldpoint, mira } from './support/holdpoint.ts'
import { openInbox } from './support/inbox.ts'
import { sendSpans } from './support/otlp.ts'

const holdpoint = givenHoldpoint()
let place: Awaited<ReturnType<typeof openInbox>>

// Each test fills what the next one no longer finds empty.
test.describe.configure({ mode: 'serial', timeout: 120_000 })
test.beforeAll(async () => {
  place = await openInbox(holdpoint)
})
test.beforeEach(({ page }) => signIn(page, place.holdpoint.url, mira.email, mira.password))

const send = (traceId: string) =>
  sendSpans(place.holdpoint.url, place.key, [
    { traceId, spanId: '00000000000000aa', name: 'first run', at: Date.now() },
  ])

for (const width of [1440, 390]) {
  test(`an empty inbox says how to send a request, ${width} px wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 })
    await page.goto(`${place.holdpoint.url}/approvals`)
    await expect(page.getByRole('heading', { name: 'Nothing waits for you' })).toBeVisible()
    await expect(page.getByRole('region', { name: 'command' })).toContainText('/api/v1/approvals')
  })
}

test('the page of a missing trace shows it when it arrives; the list distinguishes never sent from not found', async ({
  page,
  strict,
}) => {
  strict.allow(/404/)
  const traces = page.getByRole('region', { name: 'Traces' })
  await page.goto(`${place.holdpoint.url}/traces`)
  await expect(page.getByRole('heading', { name: 'No traces yet' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'environment variables' })).toContainText('/api/otlp')
  await expect(page.getByRole('heading', { name: 'Requests' })).toHaveCount(0)
  await send('00000000000000000000000000000001')
  await expect(traces.getByRole('link', { name: /first run/ })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Requests' })).toBeVisible()

  await page.goto(`${place.holdpoint.url}/traces?text=nothing-has-this`)
  await expect(page.getByRole('heading', { name: 'No trace matches' })).toBeVisible()
  await page.getByRole('button', { name: 'Show all traces, all time' }).click()
  await expect(traces.getByRole('link', { name: /first run/ })).toBeVisible()

  await page.goto(`${place.holdpoint.url}/traces/00000000000000000000000000000002`)
  await expect(page.getByRole('heading', { name: 'No such trace' })).toBeVisible()
  await send('00000000000000000000000000000002')
  await expect(page.getByRole('region', { name: 'Spans' }).getByRole('listitem')).toHaveCount(1)
})

test('a missing request is not an error page', async ({ page, strict }) => {
  strict.allow(/404/)
  await page.goto(`${place.holdpoint.url}/approvals?id=apr_nothing`)
  await expect(page.getByRole('heading', { name: 'No such request' })).toBeVisible()
  await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toHaveCount(0)
})

test('a request opened by its link is in sight in the list', async ({ page }) => {
  const long = 6_000
  const far = await place.ask({ arguments: { text: 'the last of all' }, expiresInSeconds: 2 * long })
  for (let n = 0; n < 30; n++) await place.ask({ arguments: { text: `number ${n}` }, expiresInSeconds: long })
  await page.goto(`${place.holdpoint.url}/approvals?id=${far.id}`)
  await expect(page.getByRole('region', { name: 'Requests' }).locator('[aria-current="true"]')).toBeInViewport()
})
