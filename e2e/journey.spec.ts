import type { Page } from '@playwright/test'
import { expect, runAgent, signIn, test } from './fixtures.ts'
import { givenOwnHoldpoint, mira } from './support/holdpoint.ts'

let key = ''

test.describe.configure({ mode: 'serial' })
const holdpoint = givenOwnHoldpoint({})

const agent = (more: Record<string, string> = {}) => runAgent({ HOLDPOINT: holdpoint.url, HOLDPOINT_KEY: key, ...more })

async function openRequest(page: Page, id: unknown): Promise<void> {
  await page.goto(`${holdpoint.url}/approvals?id=${id}`)
  await expect(page.locator('#decision-title')).toHaveText('delete_resource')
}

test('first start: the printed link makes the first administrator, who makes a key', async ({ page }) => {
  const link = /https?:\/\/\S+\/setup\S*/.exec(holdpoint.output())?.[0]
  await page.goto(String(link))
  await page.getByLabel('Your name').fill('Mira')
  await page.getByLabel('E-mail').fill(mira.email)
  await page.getByLabel('Password', { exact: true }).fill(mira.password)
  await page.getByRole('button', { name: 'Create administrator' }).click()
  await page.waitForURL('**/docs/connect')
  await expect(page.getByText('No trace has arrived yet')).toBeVisible()
  await page.getByLabel('Name of the key').fill('incident-responder')
  await page.getByRole('button', { name: 'Create key' }).click()
  const shown = await page.getByRole('region', { name: 'key', exact: true }).textContent()
  key = /hp_[A-Za-z0-9_-]{43}/.exec(shown ?? '')?.[0] ?? ''
  expect(key).not.toBe('')
  await expect(page.getByRole('region', { name: 'environment variables' })).toContainText(`Bearer%20${key}`)
  await expect(page.getByRole('region', { name: 'Holdpoint variables' })).toContainText(`HOLDPOINT_API_KEY=${key}`)
})

test('a trace appears without reload; its dangerous action waits; approved by keyboard, it runs once', async ({
  page,
}) => {
  await signIn(page, holdpoint.url, mira.email, mira.password)
  await page.goto(`${holdpoint.url}/traces`)
  await expect(page.getByText('Live')).toBeVisible()
  const running = agent()
  const { traceId } = await running.step('traced')
  await expect(page.getByText('chat gpt-4o').first()).toBeVisible()
  const { id } = await running.step('asked')
  await openRequest(page, id)
  await expect(page.getByText('Live')).toBeVisible()
  await page.keyboard.press('a')
  await page.getByLabel('Type delete_resource to confirm').fill('delete_resource')
  await page.keyboard.press('Control+Enter')
  expect(await running.step('claimed')).toMatchObject({ status: 200, runs: { resource: 'node-3' } })
  await running.step('done')
  await expect(page.getByText('executed').first()).toBeVisible()
  const detail = await page.request.get(`${holdpoint.url}/api/v1/traces/${traceId}`)
  const trace = await detail.json()
  expect(trace).toMatchObject({
    agent: 'incident-responder',
    inputTokens: 1204,
    outputTokens: 96,
    cost: '0.003970000',
    environment: 'production',
  })
  expect(trace.spans.map((span: { kind: string }) => span.kind).sort()).toEqual(['agent', 'llm', 'tool'])
  await page.goto(`${holdpoint.url}/traces/${traceId}`)
  await expect(page.getByText('delete_resource').first()).toBeVisible()
})

test('rejected: the reason reaches the agent and nothing runs', async ({ page }) => {
  await signIn(page, holdpoint.url, mira.email, mira.password)
  const running = agent()
  const { id } = await running.step('asked')
  await openRequest(page, id)
  await page.keyboard.press('r')
  await page.getByLabel(/^Reason/).fill('node-3 is the primary')
  await page.keyboard.press('Control+Enter')
  expect(await running.step('answered')).toMatchObject({ status: 'rejected', comment: 'node-3 is the primary' })
})

test('edited: what the person wrote is what runs', async ({ page }) => {
  await signIn(page, holdpoint.url, mira.email, mira.password)
  const running = agent()
  const { id } = await running.step('asked')
  await openRequest(page, id)
  await page.keyboard.press('e')
  await page.getByLabel('Arguments that will run').fill('{"resource": "node-4"}')
  await page.getByLabel('Type delete_resource to confirm').fill('delete_resource')
  await page.keyboard.press('Control+Enter')
  expect(await running.step('claimed')).toMatchObject({ status: 200, runs: { resource: 'node-4' } })
})

test('expired: it ends automatically and the page says so', async ({ page }) => {
  await signIn(page, holdpoint.url, mira.email, mira.password)
  const running = agent({ EXPIRES: '5' })
  const { id } = await running.step('asked')
  await openRequest(page, id)
  expect(await running.step('answered')).toMatchObject({ status: 'expired' })
  await expect(page.getByText('expired').first()).toBeVisible()
})

test('the server is killed while the agent waits: after the restart the decision still reaches it', async ({
  page,
  strict,
}) => {
  // However the browser names it: the server was gone, or its connection.
  strict.allow(/ERR_(CONNECTION|SOCKET|INCOMPLETE_CHUNKED|EMPTY_RESPONSE)|Failed to fetch/)
  await signIn(page, holdpoint.url, mira.email, mira.password)
  const running = agent()
  const { id } = await running.step('asked')
  await openRequest(page, id)
  await holdpoint.kill()
  await holdpoint.restart()
  await expect(page.getByText('Live')).toBeVisible()
  await page.keyboard.press('a')
  await page.getByLabel('Type delete_resource to confirm').fill('delete_resource')
  await page.keyboard.press('Control+Enter')
  expect(await running.step('claimed')).toMatchObject({ status: 200 })
})
