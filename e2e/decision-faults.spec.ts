import type { Page } from '@playwright/test'
import { expect, signIn, test } from './fixtures.ts'
import { givenHoldpoint, mira } from './support/holdpoint.ts'
import { type Asked, openInbox } from './support/inbox.ts'

// What a person has typed is never lost, and what was recorded is never in doubt: whatever happens to session and network.

test.describe.configure({ timeout: 120_000 })
const holdpoint = givenHoldpoint()
let inbox: Awaited<ReturnType<typeof openInbox>>
test.beforeAll(async () => {
  inbox = await openInbox(holdpoint)
})
test.beforeEach(({ page }) => signIn(page, holdpoint.url, mira.email, mira.password))

const title = (page: Page) => page.locator('#decision-title')
const reason = (page: Page) => page.getByLabel(/^Reason/)
const statusOf = async ({ id }: Asked) => (await (await inbox.admin('GET', `/api/v1/approvals/${id}`)).json()).status
const isDecision = (url: URL) => /^\/api\/v1\/approvals\/apr_\w+\/decision$/.test(url.pathname)

async function open(page: Page, { id }: Asked): Promise<void> {
  await page.goto(`${holdpoint.url}/approvals?id=${id}`)
  await expect(page.getByText('Live')).toBeVisible()
  await expect(title(page)).toBeVisible()
}

async function beginToReject(page: Page, asked: Asked, text: string): Promise<void> {
  await open(page, asked)
  await page.keyboard.press('r')
  await reason(page).fill(text)
}

test('a session that ends while a reason is typed: signed in over the page, the decision is sent', async ({
  page,
  strict,
}) => {
  strict.allow(/401/)
  const asked = await inbox.ask()
  await beginToReject(page, asked, 'a reason that took a while')
  await page.context().clearCookies()
  await page.keyboard.press('Control+Enter')
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' })
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByText('The decision was not recorded. Your session has ended.')).toBeVisible()
  await expect(reason(page)).toHaveValue('a reason that took a while')
  await page.getByRole('button', { name: /^Reject/ }).click()
  await dialog.getByLabel('E-mail').fill(mira.email)
  await dialog.getByLabel('Your password', { exact: true }).fill('not the password')
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await expect(dialog).toContainText('E-mail and password do not match.')
  await dialog.getByLabel('Your password', { exact: true }).fill(mira.password)
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('It was rejected, and the agent was told.')).toBeVisible()
  await expect(page.getByText('a reason that took a while')).toBeVisible()
})

test('what was typed is there after another request and a reload, until it is cancelled', async ({ page }) => {
  const [asked, other] = [await inbox.ask({ arguments: { n: 1 } }), await inbox.ask({ arguments: { n: 2 } })]
  await beginToReject(page, asked, 'half a reason')
  await page.getByRole('region', { name: 'Requests' }).getByText('n: 2').click()
  await expect(page.getByRole('region', { name: 'arguments' })).toContainText('"n": 2')
  await page.keyboard.press('r')
  await expect(reason(page)).toHaveValue('')
  await open(page, asked)
  await page.keyboard.press('r')
  await expect(reason(page)).toHaveValue('half a reason')
  await page.keyboard.press('Escape')
  await expect(reason(page)).toBeHidden()
  await page.keyboard.press('r')
  await expect(reason(page)).toHaveValue('')
  for (const one of [asked, other]) await inbox.cancel(one)
})

test('without a connection nothing is recorded, the page says so at once, and nothing is sent later by itself', async ({
  page,
  strict,
}) => {
  strict.allow(/ERR_INTERNET_DISCONNECTED|No answer/)
  const asked = await inbox.ask()
  await beginToReject(page, asked, 'while the network was away')
  await page.context().setOffline(true)
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('The decision was not recorded. Holdpoint did not answer.')).toBeVisible()
  await page.context().setOffline(false)
  await expect(page.getByText('Live')).toBeVisible()
  expect(await statusOf(asked)).toBe('pending')
  await expect(reason(page)).toHaveValue('while the network was away')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('It was rejected, and the agent was told.')).toBeVisible()
})

test('a decision whose answer got lost is shown as taken', async ({ page, strict }) => {
  strict.allow(/ERR_FAILED/)
  const asked = await inbox.ask()
  await page.route(isDecision, async route => {
    await route.fetch()
    await route.abort()
  })
  await beginToReject(page, asked, 'the answer gets lost')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('It was rejected, and the agent was told.')).toBeVisible()
  await expect(page.getByText('the answer gets lost')).toBeVisible()
})

test('of two tabs of one person the later one says that its decision was not recorded', async ({ page, strict }) => {
  strict.allow(/409/)
  const asked = await inbox.ask()
  const second = await page.context().newPage()
  await second.goto(`${holdpoint.url}/approvals?id=${asked.id}`)
  await beginToReject(page, asked, 'decided in the first tab')
  await second.getByRole('button', { name: /^Approve once/ }).click()
  await expect(second.getByLabel('Comment (optional)')).toBeVisible()
  // Both are sent before either hears of the other.
  let letGo = () => {}
  const gate = new Promise<void>(resolve => {
    letGo = resolve
  })
  await second.route(isDecision, async route => {
    await gate
    await route.continue()
  })
  await second.keyboard.press('Control+Enter')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('It was rejected, and the agent was told.')).toBeVisible()
  letGo()
  await expect(second.getByRole('alert').getByText(/^You decided elsewhere while you were deciding/)).toBeVisible()
  await expect(second.getByText('It was rejected, and the agent was told.')).toBeVisible()
})
