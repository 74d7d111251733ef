import { expect, signIn, test } from './fixtures.ts'
import { givenHoldpoint, mira } from './support/holdpoint.ts'
import { type Inbox, openInbox } from './support/inbox.ts'
import { nameNew } from './support/name-new.ts'

const holdpoint = givenHoldpoint()
let inbox: Inbox
test.beforeAll(async () => {
  inbox = await openInbox(holdpoint)
})
test.beforeEach(({ page }) => signIn(page, holdpoint.url, mira.email, mira.password))

test('a channel is set up and tested: the receiver’s answer appears at once', async ({ page, strict }) => {
  // Whether there is one of that name already is asked before its form.
  strict.allow(/404/)
  await page.goto(`${holdpoint.url}/alerts/channels`)
  await expect(page.getByText('No channel yet')).toBeVisible()
  await nameNew(page, 'channel', 'team')
  await page.getByLabel('Address').fill('http://127.0.0.1:9/hook')
  await page.getByLabel('Secret').fill('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')
  await page.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByText('Nothing was sent yet')).toBeVisible()
  await page.getByRole('button', { name: 'Send a test' }).click()
  // An address that is not public is blocked before anything is sent to it.
  await expect(page.getByText('The test failed.')).toBeVisible()
  await expect(page.getByRole('row', { name: /Test from Holdpoint/ })).toContainText('failed')
  await expect(page.getByText(/not a public/).first()).toBeVisible()
})

test('who is on call is set; a rule fires, opens an incident, calls them, and is silenced', async ({
  page,
  strict,
}) => {
  strict.allow(/404/)
  await page.goto(`${holdpoint.url}/alerts/on-call/everything?edit=true`)
  await page.getByLabel('Step 1 tells').first().fill('team')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByText('team at once')).toBeVisible()

  await page.goto(`${holdpoint.url}/alerts`)
  await expect(page.getByText('There is no alert rule yet')).toBeVisible()
  await nameNew(page, 'alert rule', 'waiting')
  const figure = page.getByRole('figure', { name: /^The last 24 h: it would not have fired/ })
  await page.getByLabel('Above', { exact: true }).fill('0.5')
  await expect(figure).toBeVisible()
  await page.getByRole('radio', { name: '7 days' }).check()
  await expect(page.getByRole('figure', { name: /^The last 7 days: it would not have fired/ })).toBeVisible()
  await page.getByLabel('Measure').selectOption('pendingApprovals')
  await expect(page.getByText('there is no past to try the rule on')).toBeVisible()
  await page.getByLabel('Above', { exact: true }).fill('0')
  await page.getByLabel('Severity').selectOption('critical')
  await page.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByText('Approvals that wait above 0, for each agent.')).toBeVisible()
  await inbox.ask()

  await page.getByRole('link', { name: 'Alerts' }).first().click()
  const firing = page.getByRole('region', { name: 'Firing now', exact: true })
  await expect(firing.getByRole('row', { name: /waiting incident-responder firing/ })).toBeVisible({ timeout: 40_000 })
  await expect(firing.getByRole('link', { name: 'incident', exact: true })).toBeVisible()

  await page.getByRole('button', { name: 'New silence' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Rule').selectOption('waiting')
  await dialog.getByLabel('Reason').fill('We know.')
  await dialog.getByRole('button', { name: 'Silence waiting' }).click()
  await expect(firing.getByText('silenced')).toBeVisible()
  await page.getByRole('button', { name: 'End the silence of waiting' }).click()
  await expect(page.getByText('No silence is set')).toBeVisible()

  await page.goto(`${holdpoint.url}/alerts/on-call`)
  await page.getByRole('button', { name: /^Acknowledge Approvals that wait/ }).click()
  await expect(page.getByRole('row', { name: /Approvals that wait/ })).toContainText('acknowledged')
})
