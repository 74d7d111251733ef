import type { Page } from '@playwright/test'
import { expect, signIn, test } from './fixtures.ts'
import { givenHoldpoint, mira } from './support/holdpoint.ts'
import { openInbox } from './support/inbox.ts'

const holdpoint = givenHoldpoint()
let inbox: Awaited<ReturnType<typeof openInbox>>
test.beforeAll(async () => {
  inbox = await openInbox(holdpoint)
  for (const text of ['first', 'second', 'third']) await inbox.ask({ arguments: { text } })
})
test.beforeEach(async ({ page }) => {
  await signIn(page, inbox.holdpoint.url, mira.email, mira.password)
  await page.goto(`${inbox.holdpoint.url}/approvals`)
  await expect(page.getByText('Live')).toBeVisible()
  await expect(title(page)).toBeVisible()
})

const title = (page: Page) => page.locator('#decision-title')
const button = (page: Page, name: RegExp) => page.getByRole('button', { name })

test('two keys open every page, and keys typed into a field do not', async ({ page }) => {
  for (const [key, path] of Object.entries({
    t: '/traces',
    k: '/settings/keys',
    m: '/settings/members',
    u: '/audit',
  })) {
    await page.keyboard.press('g')
    await page.keyboard.press(key)
    await expect(page).toHaveURL(url => url.pathname === path)
  }
  const who = page.getByLabel('Who', { exact: true })
  await who.waitFor()
  await page.keyboard.press('/')
  await expect(who).toBeFocused()
  await page.keyboard.type('g a ?')
  await expect(who).toHaveValue('g a ?')
  await expect(page).toHaveURL(/\/audit/)
})

test('in the inbox / searches, f leads to the environment, and a dialog gives the focus back', async ({ page }) => {
  await page.keyboard.press('f')
  await expect(page.getByRole('combobox', { name: /^Environment/ })).toBeFocused()
  await button(page, /^Edit/).focus()
  await page.keyboard.press('/')
  await expect(page.getByPlaceholder('Search or jump to')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(button(page, /^Edit/)).toBeFocused()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await expect(page.getByRole('dialog')).toContainText('g a')
  await expect(page.getByRole('dialog')).not.toContainText('undefined')
  // Under a dialog the page's own keys sleep.
  await page.keyboard.press('j')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(button(page, /^Edit/)).toBeFocused()
  await expect(page.getByRole('region', { name: 'arguments' })).toContainText('first')
})

test('the focus goes along with j and k, comes back from a form, and ends at what was decided', async ({ page }) => {
  const rows = page.getByRole('region', { name: 'Requests' }).getByRole('listitem')
  await rows.first().getByRole('button').focus()
  await page.keyboard.press('j')
  await expect(rows.nth(1).getByRole('button')).toBeFocused()
  await page.keyboard.press('r')
  await expect(page.getByLabel(/^Reason/)).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(button(page, /^Reject/)).toBeFocused()
  await page.keyboard.press('a')
  await page.getByLabel('Comment (optional)').fill('as planned')
  await page.keyboard.press('Control+Enter')
  // It goes on to the next request, which is named first.
  await expect(page.getByText('Approved: send_notification. This is the next request.')).toBeVisible()
  await expect(title(page)).toBeFocused()
})

test('the key of an answer opens its form when the request comes, and so does what is typed meanwhile', async ({
  page,
}) => {
  let release = () => {}
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  const isRequest = (url: URL) => /^\/api\/v1\/approvals\/apr_\w+$/.test(url.pathname)
  await page.route(isRequest, async route => {
    await held
    await route.continue()
  })
  await page.reload()
  const rows = page.getByRole('region', { name: 'Requests' }).getByRole('listitem')
  await rows.last().getByRole('button').click()
  await expect(rows.last().locator('[aria-current="true"]')).toBeVisible()
  await page.keyboard.press('r')
  await page.keyboard.type('real reason')
  release()
  await expect(page.getByLabel(/^Reason/)).toHaveValue('real reason')
  await page.keyboard.press('Escape')
  await expect(button(page, /^Reject/)).toBeFocused()
})

test('single keys can be turned off; what needs a modifier stays', async ({ page }) => {
  await page.keyboard.press('?')
  // Drawn over the field itself, which is found by its label.
  await page.getByLabel('Single-key shortcuts').uncheck({ force: true })
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  for (const key of ['?', 'e', 'j']) await page.keyboard.press(key)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByLabel('Arguments that will run')).toHaveCount(0)
  await page.keyboard.press('Control+k')
  await expect(page.getByPlaceholder('Search or jump to')).toBeFocused()
})
