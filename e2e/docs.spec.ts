import type { Page } from '@playwright/test'
import { holdpoint as holdpointClient, memoryJournal, type Options } from '../clients/typescript/src/index.ts'
import { expect, signIn, test } from './fixtures.ts'
import { givenHoldpoint, key, mira } from './support/holdpoint.ts'

const holdpoint = givenHoldpoint()
test.beforeEach(({ page }) => signIn(page, holdpoint.url, mira.email, mira.password))

/** Once it names this instance, which only the browser knows. */
async function codeOf(page: Page, name: string): Promise<string> {
  const code = page.getByRole('region', { name }).locator('pre')
  await expect(code).toContainText(holdpoint.url)
  return String(await code.textContent())
}

test('the reference is searched, opened by link, and its command is the real one', async ({ page }) => {
  await page.goto(holdpoint.url)
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('Search or jump to').fill('reference')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/docs\/api/)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.getByLabel('Search the endpoints').fill('approvals.claim digest')
  const entry = page.getByRole('button', { name: /POST \/api\/v1\/approvals\/\{id\}\/claim/ })
  await expect(page.locator('article')).toHaveCount(1)
  await entry.click()
  await expect(page).toHaveURL(/open=approvals.claim/)
  await expect(page.getByRole('region', { name: /^command for/ })).toContainText(
    `curl -X POST '${holdpoint.url}/api/v1/approvals/<id>/claim'`,
  )
  await expect(page.getByRole('row', { name: /^digest/ })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('row', { name: /^digest/ })).toBeVisible()
})

test('the TypeScript code on the page runs against this instance', async ({ page }) => {
  await page.goto(`${holdpoint.url}/docs/connect?with=typescript`)
  const variables = await codeOf(page, 'Holdpoint variables')
  const code = await page
    .getByRole('region', { name: 'TypeScript for approvals', exact: true })
    .locator('pre')
    .textContent()
  const body = String(code)
    .replace(/^import .+$/m, '')
    .replace(/: \{ resource: string \}/, '')
  const AsyncFunction = (async () => {}).constructor as new (
    ...args: string[]
  ) => (...given: unknown[]) => Promise<void>
  const ran: unknown[] = []
  const client = (options: Options) =>
    holdpointClient({
      ...{ ...options, url: /URL=(.+)/.exec(variables)?.[1], key },
      ...{ timeoutMs: 60_000, journal: memoryJournal() },
    })
  const running = new AsyncFunction('holdpoint', 'cloud', body)(client, {
    delete: (resource: unknown) => void ran.push(resource),
  })
  await page.goto(`${holdpoint.url}/approvals`)
  await page.getByRole('region', { name: 'Requests' }).getByText('delete_resource').click()
  await page.keyboard.press('a')
  await page.getByLabel('Type delete_resource to confirm').fill('delete_resource')
  await page.keyboard.press('Control+Enter')
  await running
  expect(ran).toEqual(['node-3'])
})

test('the curl command on the page stores a trace', async ({ page }) => {
  await page.goto(`${holdpoint.url}/docs/connect?with=curl`)
  const code = await codeOf(page, 'curl for traces')
  const { execFileSync } = await import('node:child_process')
  const answer = execFileSync('bash', ['-c', code.replace('hp_…', key)], { encoding: 'utf8' })
  expect(JSON.parse(answer)).toEqual({})
  await page.goto(`${holdpoint.url}/traces`)
  await expect(page.getByText('hello from curl')).toBeVisible()
})

test('the guides of the repository are pages, and their links lead to one another', async ({ page }) => {
  await page.goto(`${holdpoint.url}/docs/limits`)
  await expect(page.getByRole('heading', { name: 'Limits and health' })).toBeVisible()
  await expect(page.getByRole('cell', { name: 'Idempotency-Key', exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'Configuration' }).click()
  await expect(page).toHaveURL(/\/docs\/configuration$/)
  await expect(page.getByRole('cell', { name: 'HOLDPOINT_DATA_DIR' })).toBeVisible()
})

test('guides stand in groups beside the page, and in one field on a phone', async ({ page }) => {
  await page.goto(`${holdpoint.url}/docs/architecture`)
  const menu = page.getByRole('navigation', { name: 'Documentation' })
  for (const group of ['Start', 'Agents and the gate', 'Rollouts', 'Operating Holdpoint', 'Contributing'])
    await expect(menu.getByRole('heading', { name: group })).toBeAttached()
  await expect(menu.getByRole('link', { name: 'Architecture' })).toBeInViewport({ ratio: 1 })
  await menu.getByRole('link', { name: 'Policies' }).click()
  await expect(page.getByRole('heading', { level: 2, name: /^Policies/ })).toBeVisible()
  await page.setViewportSize({ width: 390, height: 844 })
  await expect(menu).toBeHidden()
  const choice = page.getByLabel('Page of the documentation')
  await expect(choice).toHaveValue('/docs/policies')
  await choice.selectOption('Pipelines')
  await expect(page).toHaveURL(/\/docs\/pipelines$/)
  await expect(choice).toHaveValue('/docs/pipelines')
})
