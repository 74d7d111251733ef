import { expect, signIn, test } from './fixtures.ts'
import { givenHoldpoint, key, mira } from './support/holdpoint.ts'
import { sendSpans } from './support/otlp.ts'
import { run } from './support/traces.ts'

test.describe.configure({ timeout: 120_000 })
const holdpoint = givenHoldpoint()
test.beforeEach(({ page }) => signIn(page, holdpoint.url, mira.email, mira.password))

test('a session has one total and one transcript over its traces, and each leads to its trace', async ({ page }) => {
  const inSession = (n: number, session: string) =>
    run(n, 'support').map(span => ({ ...span, attributes: { ...span.attributes, 'session.id': session } }))
  await sendSpans(holdpoint.url, key, [...inSession(1, 'talk/1'), ...inSession(2, 'talk/1'), ...inSession(3, 'talk 2')])
  await page.goto(`${holdpoint.url}/sessions`)
  const rows = page.getByRole('region', { name: 'Sessions' }).locator('tbody[data-index]')
  await expect(rows).toHaveCount(2)
  await rows.filter({ hasText: 'talk/1' }).getByRole('link').first().click()
  await expect(page).toHaveURL(/sessions\/talk%2F1/)
  const turns = page.getByRole('region', { name: 'Transcript' }).getByRole('listitem')
  await expect(turns.filter({ hasText: 'run 1' })).toBeVisible()
  await expect(page.getByText('240 in, 48 out')).toBeVisible()
  await turns.filter({ hasText: 'run 1' }).getByRole('button', { name: 'All turns' }).click()
  await expect(page.getByRole('heading', { name: 'support' })).toBeVisible()
  await page.getByRole('link', { name: 'run 2' }).click()
  await expect(page).toHaveURL(/\/traces\/0+2$/)
})

test('the page of a session or run that does not exist says so', async ({ page, strict }) => {
  strict.allow(/404/)
  await page.goto(`${holdpoint.url}/sessions/none`)
  await expect(page.getByText('No such session', { exact: true })).toBeVisible()
  await page.goto(`${holdpoint.url}/runs/none`)
  await expect(page.getByText('No such run', { exact: true })).toBeVisible()
})
