import type { Browser, Page } from '@playwright/test'
import { expect, signIn, test } from './fixtures.ts'
import { onDatabase } from './support/database.ts'
import { type Holdpoint, startHoldpoint } from './support/server.ts'

const admin = { email: 'mira@example.com', password: 'a sentence is easier to keep' }
const key = 'hp_first-key'
let holdpoint: Holdpoint

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  holdpoint = await startHoldpoint({
    HOLDPOINT_INIT_EMAIL: admin.email,
    HOLDPOINT_INIT_PASSWORD: admin.password,
    HOLDPOINT_INIT_API_KEY: key,
  })
})
test.afterAll(async () => {
  expect(await holdpoint.stop()).toBe(0)
})

const asAdmin = (page: Page) => signIn(page, holdpoint.url, admin.email, admin.password)
const open = (page: Page, path: string) => page.goto(`${holdpoint.url}${path}`)
const statusOf = async (secret: string) =>
  (await fetch(`${holdpoint.url}/api/v1/me`, { headers: { authorization: `Bearer ${secret}` } })).status

/** Invites a person and lets them choose a password in a browser of their own. */
async function join(page: Page, browser: Browser, name: string, role: string): Promise<Page> {
  await open(page, '/settings/members')
  await page.getByRole('button', { name: 'Add member' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill(name)
  await dialog.getByLabel('E-mail').fill(`${name.toLowerCase()}@example.com`)
  await dialog.getByLabel('Role').selectOption(role)
  await dialog.getByRole('button', { name: 'Add member' }).click()
  const link = await page.getByRole('region', { name: 'One-time link' }).locator('pre').textContent()
  await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('invited')
  const theirs = await (await browser.newContext()).newPage()
  await theirs.goto(String(link))
  await theirs.getByLabel('Your password').fill(`${name} has a password`)
  await theirs.getByRole('button', { name: 'Set password and sign in' }).click()
  await theirs.waitForURL(`${holdpoint.url}/approvals`)
  await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('active')
  const used = await (await browser.newContext()).newPage()
  await used.goto(String(link))
  await expect(used.getByRole('heading')).toHaveText('This link does not work')
  await used.context().close()
  return theirs
}

test('signing in leads back to the page that was asked for, and signing out closes it', async ({ page, strict }) => {
  strict.allow(/401/)
  await open(page, '/traces?status=error&range=30d')
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/)
  await page.getByLabel('E-mail').fill(admin.email)
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert').first()).toHaveText('E-mail and password do not match.')
  await page.getByLabel('Password', { exact: true }).fill(admin.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(`${holdpoint.url}/traces?status=error&range=30d`)
  // The layer opens without React, the button in it does nothing without.
  await expect(page.getByText('Live')).toBeVisible()
  await page.getByRole('button', { name: 'Preferences' }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  await open(page, '/approvals')
  await expect(page).toHaveURL(/\/sign-in/)
})

test('guessing is stopped for the account, whoever guesses, and a stranger looks the same', async ({ page }) => {
  await open(page, '/sign-in')
  const attempt = async () => {
    await page.getByLabel('E-mail').fill('nobody@example.com')
    await page.getByLabel('Password', { exact: true }).fill('a wrong password')
    const answered = page.waitForResponse(/callback\/credentials/)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await answered
  }
  for (let n = 0; n < 10; n++) await attempt()
  await expect(page.getByRole('alert').first()).toHaveText('E-mail and password do not match.')
  await attempt()
  await expect(page.getByRole('alert').first()).toContainText('Too many failed attempts.')
})

test('a key is shown once, copied, used, seen as used, revoked', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await asAdmin(page)
  await open(page, '/settings/keys')
  await page.getByRole('button', { name: 'New key' }).click()
  await page.getByLabel('Name', { exact: true }).fill('triage')
  await page.getByRole('checkbox', { name: /^read/ }).check()
  await page.getByLabel('Only for the agent').fill('support-triage')
  await page.getByLabel('Valid').selectOption('90')
  await page.getByRole('button', { name: 'Create key' }).click()
  await page.getByRole('button', { name: 'Copy key' }).click()
  const secret = await page.evaluate(() => navigator.clipboard.readText())
  expect(secret).toMatch(/^hp_[A-Za-z0-9_-]{43}$/)
  await expect(page.getByRole('region', { name: 'New key' })).toContainText(`${holdpoint.url}/api/otlp`)
  expect(await statusOf(secret)).toBe(200)
  await page.getByRole('button', { name: 'I have copied it' }).click()
  await page.reload()
  const row = page.getByRole('row', { name: /triage/ })
  await expect(row).toContainText('only support-triage')
  await expect(row).toContainText('expires in 89 d')
  await expect(row).not.toContainText('never')
  await expect(page.getByText(secret)).toHaveCount(0)
  await row.getByRole('button', { name: 'Revoke…' }).click()
  await row.getByRole('button', { name: 'Revoke triage' }).click()
  await expect(row).toContainText('revoked')
  expect(await statusOf(secret)).toBe(401)
  expect(await statusOf(key)).toBe(200)
})

test('a member joins by link, gets another role at once, and is locked out at once', async ({ page, browser }) => {
  await asAdmin(page)
  const grace = await join(page, browser, 'Grace', 'viewer')
  await grace.goto(`${holdpoint.url}/settings/members`)
  await expect(grace.getByText('Needs the role admin to manage members; yours is viewer.')).toBeVisible()
  await expect(grace.getByRole('button', { name: 'Add member' })).toBeDisabled()
  await page.getByRole('button', { name: 'Manage Grace' }).click()
  await page.getByRole('dialog').getByLabel('Role').selectOption('admin')
  await page.getByRole('button', { name: 'Make Grace admin…' }).click()
  await page.getByRole('button', { name: 'Make Grace admin', exact: true }).click()
  await expect(page.getByRole('row', { name: /Grace/ })).toContainText('admin')
  await grace.reload()
  await expect(grace.getByRole('button', { name: 'Add member' })).toBeEnabled()
  await page.getByRole('button', { name: 'Deactivate Grace…' }).click()
  await page.getByRole('button', { name: 'Deactivate Grace', exact: true }).click()
  await expect(page.getByRole('row', { name: /Grace/ })).toContainText('deactivated')
  await grace.reload()
  await expect(grace).toHaveURL(/\/sign-in/)
  await grace.context().close()
})

test('the last administrator stays one', async ({ page, strict }) => {
  strict.allow(/409/)
  await asAdmin(page)
  await open(page, '/settings/members')
  await page.getByRole('button', { name: 'Manage mira' }).click()
  await page.getByRole('button', { name: 'Deactivate mira…' }).click()
  await page.getByRole('button', { name: 'Deactivate mira', exact: true }).click()
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('last administrator')
})

test('what needs the password asks for it in place and goes on', async ({ page, strict }) => {
  strict.allow(/403/)
  await asAdmin(page)
  await onDatabase(holdpoint.dataDir, `update user_session set authenticated_at = now() - interval '11 minutes'`)
  await open(page, '/settings/keys')
  await page.getByRole('button', { name: 'New key' }).click()
  await page.getByLabel('Name', { exact: true }).fill('careful')
  await page.getByRole('button', { name: 'Create key' }).click()
  const dialog = page.getByRole('dialog', { name: 'Is it still you?' })
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByText(/The key was not created\..*needs your password/)).toBeVisible()
  await page.getByRole('button', { name: 'Create key' }).click()
  await dialog.getByLabel('Your password', { exact: true }).fill('not the password')
  await dialog.getByRole('button', { name: 'Go on' }).click()
  await expect(dialog).toContainText('That is not your password.')
  await dialog.getByLabel('Your password', { exact: true }).fill(admin.password)
  await dialog.getByRole('button', { name: 'Go on' }).click()
  await expect(page.getByRole('region', { name: 'New key' })).toContainText('careful is ready')
  await expect(dialog).toHaveCount(0)
  await page.getByRole('button', { name: 'I have copied it' }).click()
  await expect(page.getByRole('row', { name: /careful/ })).toHaveCount(1)
})

test('one’s own sessions are listed and ended; a page of an ended one returns after signing in', async ({
  page,
  browser,
}) => {
  await asAdmin(page)
  const other = await (await browser.newContext()).newPage()
  await signIn(other, holdpoint.url, admin.email, admin.password)
  await open(page, '/settings/account')
  const rows = page.getByRole('listitem').filter({ hasText: 'signed in' })
  await expect(rows.first()).toContainText('this browser')
  const before = await rows.count()
  await rows
    .nth(1)
    .getByRole('button', { name: /Sign out/ })
    .click()
  await expect(rows).toHaveCount(before - 1)
  await other.goto(`${holdpoint.url}/audit?outcome=denied`)
  await expect(other).toHaveURL(/\/sign-in\?callbackUrl=%2Faudit%3Foutcome%3Ddenied/)
  await other.getByLabel('E-mail').fill(admin.email)
  await other.getByLabel('Password', { exact: true }).fill(admin.password)
  await other.getByRole('button', { name: 'Sign in' }).click()
  await expect(other).toHaveURL(`${holdpoint.url}/audit?outcome=denied`)
  await onDatabase(holdpoint.dataDir, 'update user_session set expires_at = now()')
  await expect(async () => {
    await other.reload()
    expect(other.url()).toContain('/sign-in')
  }).toPass()
  await other.context().close()
})

test('a new password ends the other sessions and replaces the old one', async ({ page, browser }) => {
  await asAdmin(page)
  const grace = await join(page, browser, 'Alan', 'operator')
  await grace.goto(`${holdpoint.url}/settings/account`)
  await grace.getByLabel('Current password', { exact: true }).fill('Alan has a password')
  await grace.getByLabel('New password', { exact: true }).fill('Alan has another one')
  await grace.getByRole('button', { name: 'Change password' }).click()
  await expect(grace.getByText('Changed. 0 other sessions ended; this one goes on.')).toBeVisible()
  const again = await (await browser.newContext()).newPage()
  await signIn(again, holdpoint.url, 'alan@example.com', 'Alan has another one')
  await again.context().close()
  await grace.context().close()
})
