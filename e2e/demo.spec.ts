import { expect, signIn, test } from './fixtures.ts'
import { givenOwnHoldpoint, mira } from './support/holdpoint.ts'
import { signInByHttp } from './support/person.ts'

test.describe.configure({ mode: 'serial' })
const holdpoint = givenOwnHoldpoint()

test('the demo starts with a button: agents appear, a dangerous action waits, and what is decided happens', async ({
  page,
}) => {
  test.setTimeout(180_000)
  await signIn(page, holdpoint.url, mira.email, mira.password)
  await page.goto(`${holdpoint.url}/settings/projects`)
  await page.getByRole('button', { name: 'Start the demo fleet' }).click()
  await page.waitForURL(/project=demo/)
  await expect(page.getByRole('region', { name: 'Demo' })).toContainText('made up')
  await expect(page.getByRole('combobox', { name: 'Project' })).toHaveValue('demo')

  await page.goto(`${holdpoint.url}/approvals?project=demo`)
  await expect(page.locator('#decision-title')).toHaveText('delete_resource', { timeout: 60_000 })
  await page.goto(`${holdpoint.url}/traces?project=demo&range=all`)
  await expect(page.getByText('support-agent').filter({ visible: true }).first()).toBeVisible({ timeout: 60_000 })

  const person = await signInByHttp(holdpoint.url, mira.email, mira.password, 'demo')
  const { items } = await (await person('GET', '/api/v1/approvals?status=pending')).json()
  const { id, revision, traceId } = items.find(({ tool }: { tool: string }) => tool === 'delete_resource')
  await person('POST', '/api/v1/me/reauthenticate', { password: mira.password })
  const decided = await person('POST', `/api/v1/approvals/${id}/decision`, {
    kind: 'approve',
    expectedRevision: revision,
  })
  expect(decided.status).toBe(200)
  const status = async () => (await (await person('GET', `/api/v1/approvals/${id}`)).json()).status
  await expect.poll(status, { timeout: 60_000 }).toBe('executed')
  await page.goto(`${holdpoint.url}/policies?policy=customer-data-stays&project=demo`)
  await expect(page.getByRole('row', { name: /^deletes-in-production .*in force/ })).toBeVisible()
  await expect(page.getByRole('row', { name: /^customer-data-stays .*after customer-data in shadow/ })).toBeVisible()
  await page.goto(`${holdpoint.url}/traces/${traceId}?project=demo`)
  await expect(page.getByRole('button', { name: 'tool call delete_resource' })).toBeVisible({ timeout: 30_000 })
})

test('the history goes on after the server was killed and started again', async () => {
  test.setTimeout(240_000)
  const filled = async () => {
    const person = await signInByHttp(holdpoint.url, mira.email, mira.password, 'demo')
    return (await (await person('GET', '/api/v1/demo')).json()).filledDays
  }
  await holdpoint.kill()
  await holdpoint.restart()
  const before = await filled()
  await expect.poll(filled, { timeout: 150_000 }).toBeGreaterThan(before)
})

test('and it is removed whole in one click', async ({ page, strict }) => {
  // What the page was still reading is gone.
  strict.allow(/404/)
  await signIn(page, holdpoint.url, mira.email, mira.password)
  await page.goto(`${holdpoint.url}/traces?project=demo`)
  await page.getByRole('button', { name: 'Remove demo' }).click()
  await page.waitForURL(current => current.searchParams.get('project') === null)
  await expect(page.getByRole('region', { name: 'Demo' })).toHaveCount(0)
  const gone = await signInByHttp(holdpoint.url, mira.email, mira.password, 'demo')
  expect((await gone('GET', '/api/v1/traces')).status).toBe(404)
})
