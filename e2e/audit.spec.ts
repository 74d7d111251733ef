import { expect, signIn, test } from './fixtures.ts'
import { onDatabase } from './support/database.ts'
import { givenHoldpoint, key, mira } from './support/holdpoint.ts'
import { signInByHttp } from './support/person.ts'

test.describe.configure({ mode: 'serial' })
const holdpoint = givenHoldpoint()
test.beforeEach(({ page }) => signIn(page, holdpoint.url, mira.email, mira.password))

test('the request of an agent is in the log, filtered by the URL, and opens with its evidence', async ({ page }) => {
  const asked = await fetch(`${holdpoint.url}/api/v1/approvals`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`public:${key}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      agent: 'ops',
      tool: 'delete_resource',
      arguments: { resource: 'n3' },
      environment: 'production',
    }),
  })
  const { id } = await asked.json()
  await page.goto(`${holdpoint.url}/audit`)
  await page.getByLabel('What').selectOption('approval')
  await expect(page).toHaveURL(/action=approval/)
  const rows = page.locator('tbody tr')
  await expect(rows).toHaveCount(1)
  await expect(rows.first()).toContainText(id)
  await page.getByRole('button', { name: 'approval requested' }).click()
  await expect(page).toHaveURL(/entry=\d+/)
  await expect(page.getByRole('region', { name: /^evidence/ })).toContainText('delete_resource')
  await page.getByRole('button', { name: 'Only this object' }).click()
  await expect(page).toHaveURL(new RegExp(`object=${id}`))
  await page.getByRole('link', { name: 'Open' }).click()
  await expect(page).toHaveURL(new RegExp(`/approvals\\?id=${id}`))
  await page.goBack()
  await expect(page.getByRole('button', { name: `Remove filter approval ${id}` })).toBeVisible()
  await page.getByLabel('Who').fill('nobody at all')
  await expect(page.getByText('No entry matches')).toBeVisible()
  await page.getByRole('button', { name: 'Show all entries, all time' }).click()
  await expect(rows.first()).toBeVisible()
  expect(await rows.count()).toBeGreaterThan(3)
})

test('fields and values are written as their pages write them, and no name of the API is in a row', async ({
  page,
}) => {
  const admin = await signInByHttp(holdpoint.url, mira.email, mira.password)
  await admin('PUT', '/api/v1/rag-pipelines/kb', { embeddingModel: 'e5', chunkSize: 800, chunkOverlap: 100 })
  await page.goto(`${holdpoint.url}/audit?object=kb&range=all`)
  const row = page.getByRole('row', { name: /RAG pipeline configured/ })
  await expect(row).toContainText('chunk size 800')
  await expect(row).not.toContainText('chunkSize')
  await page.goto(`${holdpoint.url}/audit?action=approval&range=all`)
  await expect(page.getByRole('row', { name: /approval requested/ })).toContainText('status waiting')
})

test('denied attempts are in the log with their reason', async ({ page }) => {
  const answer = await fetch(`${holdpoint.url}/api/v1/keys`, { headers: { authorization: `Bearer ${key}` } })
  expect(answer.status).toBe(403)
  await page.goto(`${holdpoint.url}/audit?outcome=denied`)
  const row = page.locator('tbody tr').first()
  await expect(row).toContainText('No API key may manage API keys')
  await expect(row).toContainText('denied')
})

test('a failed sign-in says so and names the account; long entries wrap', async ({ page, browser }) => {
  const stranger = await (await browser.newContext()).newPage()
  await stranger.goto(`${holdpoint.url}/sign-in`)
  await stranger.getByLabel('E-mail').fill(mira.email)
  await stranger.getByLabel('Password', { exact: true }).fill('not the password of anybody')
  await stranger.getByRole('button', { name: 'Sign in' }).click()
  await expect(stranger.getByText('E-mail and password do not match.')).toBeVisible()
  await stranger.context().close()
  await page.goto(`${holdpoint.url}/audit?outcome=denied`)
  const row = page.getByRole('row', { name: /sign-in failed/ })
  await expect(row).toContainText(`${mira.email}: wrong password`)
  const long = page
    .getByRole('row', { name: /tried to manage keys/ })
    .getByRole('cell')
    .last()
  await expect(long).toContainText('No API key may manage API keys; a signed-in person must.')
  expect(await long.evaluate(cell => cell.scrollWidth - cell.clientWidth)).toBe(0)
})

test('the chain verifies, and the first entry that somebody changed is named', async ({ page }) => {
  await page.goto(`${holdpoint.url}/audit`)
  await page.getByRole('button', { name: 'Verify the chain' }).click()
  await expect(page.getByText(/\d+ entries verified/)).toBeVisible()
  await onDatabase(holdpoint, `update audit_event set body = replace(body, 'instance', 'insolence') where seq = 1`)
  await page.getByRole('button', { name: 'Verify the chain' }).click()
  await expect(page.getByText('Broken at entry 1: its text was changed.')).toBeVisible()
})
