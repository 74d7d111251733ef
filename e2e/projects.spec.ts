import type { Page } from '@playwright/test'
import { expect, signIn, test } from './fixtures.ts'
import { asAgent, givenHoldpoint, mira } from './support/holdpoint.ts'
import { signInByHttp } from './support/person.ts'

const holdpoint = givenHoldpoint()
test.describe.configure({ mode: 'serial' })
test.beforeEach(({ page }) => signIn(page, holdpoint.url, mira.email, mira.password))

const action = { agent: 'a', tool: 'send_notification', environment: 'production', expiresInSeconds: 3_000 }

async function ask(headers: Record<string, string>, text: string): Promise<{ id: string; url: string }> {
  const body = JSON.stringify({ ...action, arguments: { text } })
  const answer = await fetch(`${holdpoint.url}/api/v1/approvals`, { method: 'POST', headers, body })
  expect(answer.status).toBe(201)
  return answer.json()
}

const approve = async (page: Page, text: string) => {
  await expect(page.getByText(text).first()).toBeVisible()
  await page.keyboard.press('a')
  await page
    .getByRole('button', { name: /^Approve/ })
    .last()
    .click()
}

const statusIn = async (project: string, id: string) => {
  const person = await signInByHttp(holdpoint.url, mira.email, mira.password, project)
  const answer = await person('GET', `/api/v1/approvals/${id}`)
  return answer.ok ? (await answer.json()).status : answer.status
}

test('two tabs with two projects: each decides in its own', async ({ page, context }) => {
  await page.goto(`${holdpoint.url}/settings/projects`)
  await page.getByLabel('Name', { exact: true }).fill('Acme Support')
  await page.getByRole('button', { name: 'Create project' }).click()
  await page.waitForURL('**/settings/projects?project=acme-support')
  const switcher = page.getByRole('combobox', { name: 'Project' })
  await expect(switcher).toHaveValue('acme-support')

  const acme = await signInByHttp(holdpoint.url, mira.email, mira.password, 'acme-support')
  const made = await acme('POST', '/api/v1/keys', { name: 'support', scopes: ['agent'] })
  const ofAcme = { ...asAgent, authorization: `Bearer ${(await made.json()).secret}` }
  const [here, there] = [await ask(asAgent, 'of the first project'), await ask(ofAcme, 'of acme')]

  const second = await context.newPage()
  await page.goto(`${holdpoint.url}/approvals?project=acme-support`)
  await second.goto(`${holdpoint.url}/approvals?project=default`)
  await expect(page.getByText('of acme').first()).toBeVisible()
  await expect(second.getByText('of the first project').first()).toBeVisible()
  await expect(page.getByText('of the first project')).toHaveCount(0)

  // The second tab was loaded last; the first one goes on in its own project, from page to page.
  await page.getByRole('link', { name: 'Traces', exact: true }).click()
  await page.waitForURL('**/traces?project=acme-support')
  await page.getByRole('link', { name: /^Approvals/ }).click()
  await page.waitForURL(/approvals\?.*project=acme-support/)
  await approve(page, 'of acme')
  await expect.poll(() => statusIn('acme-support', there.id)).toBe('approved')
  expect(await statusIn('default', here.id)).toBe('pending')
  await approve(second, 'of the first project')
  await expect.poll(() => statusIn('default', here.id)).toBe('approved')
  expect(await statusIn('default', there.id)).toBe(404)
})

test('the address of a request opens its project, and one of a foreign project is not found', async ({
  page,
  strict,
}) => {
  const { url } = await ask(asAgent, 'found by its address')
  await page.goto(holdpoint.url + url)
  await expect(page.getByRole('combobox', { name: 'Project' })).toHaveValue('default')
  await expect(page.getByText('found by its address').first()).toBeVisible()
  strict.allow(/404/)
  expect((await page.goto(`${holdpoint.url}/traces?project=nobodys`))?.status()).toBe(404)
  await expect(page.getByRole('heading', { name: 'There is nothing at this address' })).toBeVisible()
})

test('a project is removed by its typed name', async ({ page, strict }) => {
  // What the page was still reading is gone.
  strict.allow(/404/)
  await page.goto(`${holdpoint.url}/settings/projects?project=acme-support`)
  await page.getByRole('button', { name: 'Remove project' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: 'Remove Acme Support' })).toBeDisabled()
  await dialog.getByLabel('Type Acme Support').fill('Acme Support')
  await dialog.getByRole('button', { name: 'Remove Acme Support' }).click()
  await page.waitForURL(current => !current.pathname.startsWith('/settings'))
  await expect(page.getByRole('combobox', { name: 'Project' })).toHaveCount(0)
  const gone = await signInByHttp(holdpoint.url, mira.email, mira.password, 'acme-support')
  expect((await gone('GET', '/api/v1/traces')).status).toBe(404)
})
