import type { Locator, Page } from '@playwright/test'
import { expect, signIn, test } from './fixtures.ts'
import { givenHoldpoint, mira } from './support/holdpoint.ts'
import { openInbox } from './support/inbox.ts'

const holdpoint = givenHoldpoint()
let inbox: Awaited<ReturnType<typeof openInbox>>
test.beforeAll(async () => {
  inbox = await openInbox(holdpoint)
})
test.beforeEach(({ page }) => signIn(page, holdpoint.url, mira.email, mira.password))

const refund = (amount: number, more: object = {}) =>
  inbox.ask({ agent: 'billing', tool: 'refund', arguments: { amount }, environment: 'staging', ...more })

const entryOf = (page: Page, name: string) => page.getByRole('region', { name: `Policy ${name}` })
const rowOf = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(`^${name} `) })

/** Begins a policy by its name, as the button of the page does. */
async function begin(page: Page, name: string): Promise<Locator> {
  await page.goto(`${holdpoint.url}/policies`)
  await page.getByRole('button', { name: 'New policy' }).click()
  const form = page.getByRole('form', { name: 'New policy' })
  await form.getByLabel('Name').fill(name)
  await form.getByRole('button', { name: 'Set it up' }).click()
  return entryOf(page, name)
}

async function enter(field: Locator, value: string): Promise<void> {
  await field.fill(value)
  await field.press('Enter')
}

async function save(entry: Locator, action: 'Create' | 'Save'): Promise<void> {
  await entry.getByRole('button', { name: action, exact: true }).click()
  await expect(entry).toBeHidden()
}

test('a policy is tried on the past, watched in shadow, enforced, and its versions say what changed', async ({
  page,
}) => {
  for (const amount of [20, 150, 900]) expect((await refund(amount)).status).toBe('approved')
  const draft = await begin(page, 'large-refunds')
  await enter(draft.getByLabel('Tools'), 'refund')
  await draft
    .getByRole('textbox', { name: 'Arguments' })
    .fill(JSON.stringify([{ path: 'amount', op: 'range', min: 100 }]))
  await draft.getByLabel('Mode').selectOption('shadow')
  const tried = draft.getByRole('region', { name: 'Back-test' })
  await expect(tried).toContainText('It is about 2 of 3 requests, and would have held 2.')
  await expect(tried.getByRole('listitem')).toHaveCount(2)
  await save(draft, 'Create')
  await expect(rowOf(page, 'large-refunds')).toContainText('in shadow')

  // In shadow it is counted and has no effect.
  expect((await refund(500)).status).toBe('approved')
  await rowOf(page, 'large-refunds').getByRole('link').first().click()
  const shadow = entryOf(page, 'large-refunds')
  await expect(shadow.getByRole('region', { name: 'Versions' })).toContainText('Version 1, by')
  await expect(shadow.getByRole('region', { name: 'Versions' })).toContainText('applied to 1 call')

  await shadow.getByLabel('Mode').selectOption('enforce')
  await save(shadow, 'Save')
  await expect(rowOf(page, 'large-refunds')).toContainText('in force')
  expect((await refund(20)).status).toBe('approved')
  const held = await refund(600)
  expect(held.status).toBe('pending')
  await page.goto(`${holdpoint.url}/approvals?id=${held.id}`)
  await expect(page.getByText('large-refunds').first()).toBeVisible()

  await page.goto(`${holdpoint.url}/policies?policy=large-refunds`)
  const versions = entryOf(page, 'large-refunds').getByRole('region', { name: 'Versions' })
  await expect(versions).toContainText('Version 2, by')
  await expect(versions.getByText('"mode": "shadow"').first()).toBeVisible()
  await expect(versions.getByText('"mode": "enforce"').first()).toBeVisible()
  await inbox.cancel(held)
})

test('a policy with limited uses allows exactly that many, and shows how many are used', async ({ page }) => {
  const draft = await begin(page, 'two-refunds')
  await draft.getByLabel('Outcome').selectOption('allow')
  await enter(draft.getByLabel('Tools'), 'pay_back')
  await draft.getByLabel('Uses', { exact: true }).fill('2')
  await save(draft, 'Create')
  await expect(rowOf(page, 'two-refunds')).toContainText('allow 2 times')
  const pay = () => refund(20, { tool: 'pay_back', environment: 'production' })
  expect([(await pay()).status, (await pay()).status]).toEqual(['approved', 'approved'])
  const third = await pay()
  expect(third.status).toBe('pending')
  await page.goto(`${holdpoint.url}/policies?policy=two-refunds`)
  await expect(entryOf(page, 'two-refunds').getByRole('region', { name: 'Versions' })).toContainText('2 uses taken')
  await inbox.cancel(third)
})

test('a wrong argument path is shown at its field, and nothing is saved', async ({ page, strict }) => {
  strict.allow(/422/)
  const draft = await begin(page, 'wrong')
  await draft
    .getByRole('textbox', { name: 'Arguments' })
    .fill(JSON.stringify([{ path: 'amount..x', op: 'range', min: 1 }]))
  await draft.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(draft.getByText(/a path such as resource\.name/)).toBeVisible()
  await page.goto(`${holdpoint.url}/policies`)
  await expect(rowOf(page, 'wrong')).toHaveCount(0)
})
