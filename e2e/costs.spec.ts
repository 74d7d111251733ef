import { expect, signIn, test } from './fixtures.ts'
import { sendWeeksOfRuns } from './support/costs.ts'
import { asAgent, givenHoldpoint, key, mira } from './support/holdpoint.ts'

const holdpoint = givenHoldpoint()

test.beforeAll(async () => {
  test.setTimeout(180_000)
  await sendWeeksOfRuns(holdpoint.url, key, { days: 20 })
})

test('the reason of a cost is found: from the agent to the loop in its most expensive trace', async ({ page }) => {
  await signIn(page, holdpoint.url, mira.email, mira.password)
  await page.goto(`${holdpoint.url}/costs`)
  const costs = page.getByRole('region', { name: 'Cost by agent', exact: true })
  await costs.getByRole('button', { name: 'incident-responder' }).click()
  await expect(page.getByRole('heading', { name: 'What the cost is made of: incident-responder' })).toBeVisible()
  const dearest = page.getByRole('region', { name: 'The most expensive traces, and why', exact: true })
  const first = dearest.getByRole('row').nth(1)
  await expect(first).toContainText('looped: 40 calls of search_kb')
  await first.getByRole('link').click()
  await expect(page).toHaveURL(/\/traces\/[0-9a-f]{32}$/)
})

test('other costs of a user are shown in their row, and are in the total', async ({ page }) => {
  const cost = { kind: 'api', amountUsd: '123.5', at: new Date(Date.now() - 3_600_000).toISOString() }
  const recorded = await fetch(`${holdpoint.url}/api/v1/costs`, {
    method: 'POST',
    headers: asAgent,
    body: JSON.stringify({ id: 'for-omar', user: 'omar', ...cost }),
  })
  expect(recorded.status).toBe(201)
  await signIn(page, holdpoint.url, mira.email, mira.password)
  await page.goto(`${holdpoint.url}/costs?by=user`)
  const costs = page.getByRole('region', { name: 'Cost by user', exact: true })
  await expect(costs.getByRole('columnheader', { name: 'not tokens' })).toBeVisible()
  const omar = costs.getByRole('row').nth(1)
  await expect(omar).toContainText(/omar.*\$123\.50.*\$123\.50/)
  await expect(costs.getByRole('row', { name: /user-3/ })).toBeVisible()
})

test('a model without a price: one click to its form, then its calls are counted, stored ones after a recompute', async ({
  page,
  strict,
}) => {
  // There is no price of the model yet, and the first one that is sent is wrong on purpose.
  strict.allow(/status of 4(04|22) .*\/api\/v1\/prices\/acme-ft-2/)
  await signIn(page, holdpoint.url, mira.email, mira.password)
  await page.goto(`${holdpoint.url}/costs`)
  await page.getByRole('link', { name: /without a price$/ }).click()
  const unpriced = page.getByRole('region', { name: 'Without a price', exact: true })
  await expect(unpriced.getByRole('row', { name: /acme-ft-2/ })).toBeVisible()
  await unpriced.getByRole('link', { name: 'Set a price' }).click()
  await expect(page.getByLabel('Provider')).toHaveValue('acme')
  await page.getByLabel(/^Input/).fill('-2')
  await page.getByLabel(/^Output/).fill('8')
  await page.getByLabel('Valid from').fill('2026-01-01T00:00:00Z')
  await page.getByRole('button', { name: 'Set price' }).click()
  await expect(page.getByText('a price is not negative')).toBeVisible()
  await page.getByLabel(/^Input/).fill('2')
  await page.getByRole('button', { name: 'Set price' }).click()
  await expect(page.getByRole('region', { name: 'Your prices', exact: true })).toContainText('acme-ft-2')
  const today = new Date().toISOString().slice(0, 10)
  await page.getByLabel('From, UTC').fill('2020-01-01')
  await page.getByLabel('To, UTC').fill(today)
  await page.getByRole('button', { name: 'Recompute', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Recompute', exact: true })).toContainText('finished', {
    timeout: 60_000,
  })
  await expect(page.getByText('Every call of this range has a price.')).toBeVisible({ timeout: 20_000 })
})
