import { expect, test } from './fixtures.ts'
import { givenOwnHoldpoint } from './support/holdpoint.ts'

test.describe.configure({ mode: 'serial' })
const holdpoint = givenOwnHoldpoint({})

test('every page leads to the setup until it is done with the printed link', async ({ page, strict }) => {
  strict.allow(/403/)
  await page.goto(`${holdpoint.url}/traces`)
  await expect(page).toHaveURL(`${holdpoint.url}/setup`)
  await page.getByLabel('Setup token').fill('a guess')
  await page.getByLabel('Your name').fill('Mira')
  await page.getByLabel('E-mail').fill('mira@localhost')
  await page.getByLabel('Password', { exact: true }).fill('short')
  await page.getByRole('button', { name: 'Create administrator' }).click()
  await expect(page.getByText('At least 12 characters.', { exact: true })).toBeVisible()
  await page.getByLabel('Password', { exact: true }).fill('a sentence is easier to keep')
  await page.getByRole('button', { name: 'Create administrator' }).click()
  await expect(page.getByText('This setup link is not valid.')).toBeVisible()
  const link = /https?:\/\/\S+\/setup\S*/.exec(holdpoint.output())?.[0] ?? ''
  expect(link).toContain('token=')
  await page.getByLabel('Setup token').fill(link)
  await page.getByRole('button', { name: 'Create administrator' }).click()
  await page.waitForURL(`${holdpoint.url}/docs/connect`)
})

test('afterwards the link leads to the sign-in page, and the endpoint answers that it is done', async ({ page }) => {
  const link = /https?:\/\/\S+\/setup\S*/.exec(holdpoint.output())?.[0] ?? ''
  await page.goto(link)
  await expect(page).toHaveURL(`${holdpoint.url}/sign-in`)
  const body = { token: 'x', email: 'eve@example.com', name: 'Eve', password: 'a sentence is easier to keep' }
  const answer = await page.request.post(`${holdpoint.url}/api/v1/setup`, { data: body })
  expect([answer.status(), (await answer.json()).type]).toEqual([409, 'already-set-up'])
})
