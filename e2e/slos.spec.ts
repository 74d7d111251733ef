import { expect, signIn, test } from './fixtures.ts'
import { givenHoldpoint, key, mira } from './support/holdpoint.ts'
import { nameNew } from './support/name-new.ts'
import { sendSpans } from './support/otlp.ts'
import { run } from './support/traces.ts'

const holdpoint = givenHoldpoint()
test.beforeAll(async () => {
  const requests = Array.from({ length: 40 }, (_, i) => run(i + 1, 'triage', i < 4 ? { error: 'timed out' } : {}))
  await sendSpans(holdpoint.url, key, requests.flat())
})
test.beforeEach(({ page }) => signIn(page, holdpoint.url, mira.email, mira.password))

test('a service level is set on its page, and says when its budget is spent', async ({ page, strict }) => {
  strict.allow(/status of (404|422)/)
  await page.goto(`${holdpoint.url}/slos`)
  await expect(page.getByText('No service level yet')).toBeVisible()
  await nameNew(page, 'service level', 'triage-success')
  const entry = page.getByRole('region', { name: 'Settings of the service level' })
  await entry.getByLabel('Agent').fill('triage')
  await entry.getByLabel('Target').fill('1.5')
  await entry.getByLabel('Days').selectOption('7')
  await entry.getByRole('button', { name: 'Create' }).click()
  await expect(entry.getByText(/Target.*|<1/).first()).toBeVisible()
  await entry.getByLabel('Target').fill('0.95')
  await entry.getByRole('button', { name: 'Create' }).click()
  await expect(entry).toBeHidden()
  await expect(page.getByText('95 % of its requests succeed')).toBeVisible()
  const figures = page.getByLabel('How it stands')
  await expect(figures).toContainText('−100 %')
  await expect(figures).toContainText('of 40; 2 allowed')
  // A worker tells it; the page hears of it.
  await expect(page.getByRole('region', { name: 'Changes of status' }).first()).toContainText('budget spent', {
    timeout: 45_000,
  })
  await page.goto(`${holdpoint.url}/`)
  await page.getByRole('link', { name: 'triage-success: budget spent' }).click()
  await page.getByRole('link', { name: 'Service levels', exact: true }).first().click()
  await expect(page.getByRole('row', { name: /triage-success/ })).toContainText('already')
})

test('a file shows its changes before it is applied, and the present configuration can be read as a file', async ({
  page,
  strict,
}) => {
  strict.allow(/status of 422/)
  await page.goto(`${holdpoint.url}/settings/configuration`)
  const part = page.getByRole('region', { name: 'Apply a file' })
  const field = part.getByLabel('YAML or JSON')
  const look = part.getByRole('button', { name: 'Show what would change' })
  await field.fill('breakers:\n  search: { scope: { tool: search }, openSecs: 60 }\n')
  await look.click()
  await expect(part.getByRole('alert').getByText('breakers.search.openSecs')).toBeVisible()
  await field.fill('breakers:\n  search: { scope: { tool: search }, openSeconds: 60 }\n')
  await look.click()
  await expect(part.getByRole('region', { name: 'What would change' })).toContainText('openSeconds60')
  await part.getByRole('button', { name: 'Apply 1 change' }).click()
  await expect(part.getByText('1 object applied.')).toBeVisible()
  await expect(page.getByLabel('holdpoint.yaml', { exact: true })).toContainText('openSeconds: 60')
  await page.reload()
  await expect(page.getByLabel('holdpoint.yaml', { exact: true })).toContainText('search:')
})
