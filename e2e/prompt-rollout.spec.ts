import type { Page } from '@playwright/test'
import { expect, signIn, test } from './fixtures.ts'
import { givenHoldpoint, mira } from './support/holdpoint.ts'
import { letPhaseHaveBegun, openLead, type Requests, sendRequests } from './support/rollouts.ts'

// The whole way of a new version of a prompt, in the browser: to everybody, or back by itself.

const holdpoint = givenHoldpoint()
const minuteMs = 60_000
const enough = 120
const soon = { timeout: 20_000 }

let send: Awaited<ReturnType<typeof openLead>>
test.beforeAll(async () => {
  send = await openLead(holdpoint)
})
test.beforeEach(({ page }) => signIn(page, holdpoint.url, mira.email, mira.password))

const at = (name: string) => `/api/v1/prompts/${encodeURIComponent(name)}`

/** A prompt with two versions, the first at production, whose second moves in stages; its page is open. */
async function begin(page: Page, agent: string, name: string): Promise<string> {
  await send('PUT', `/api/v1/agents/${agent}`, { qualityScore: { name: 'helpful' } })
  for (const template of ['Answer {{mail}}.', 'Answer {{mail}}, and say what happens next.'])
    await send('PUT', `${at(name)}/versions`, { template })
  await send('PUT', `${at(name)}/labels/production`, { version: 1 })
  const asked = { agent, environment: 'production', prompt: { name, version: 2 }, strategy: 'minutes' }
  const { id } = await send('POST', '/api/v1/rollouts', asked)
  await page.goto(`${holdpoint.url}/rollouts/${id}`)
  await expect(page.getByText('running at 10 %').first()).toBeVisible(soon)
  return id
}

async function runPhase(id: string, agent: string, minutesAgo: number, arms: readonly Requests[]): Promise<void> {
  const began = Date.now() - minutesAgo * minuteMs
  await sendRequests(holdpoint, agent, began + 2 * minuteMs, arms)
  await letPhaseHaveBegun(holdpoint, id, began)
}

const gateOf = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Gates, table' }).getByRole('row', { name: new RegExp(`^${name}`) })
const costChart = (page: Page) => page.getByRole('figure', { name: 'Cost per request' })
const labelled = async (name: string) => (await send('GET', at(name))).version

test('a better version goes through all phases to everybody, and the label moves after the last one', async ({
  page,
}) => {
  const [agent, name] = ['drafter', 'mail/draft']
  const id = await begin(page, agent, name)
  const both = [1, 2].map(version => ({ prompt: { name, version }, count: enough }))
  await runPhase(id, agent, 16, both)
  await expect(page.getByText('running at 50 %').first()).toBeVisible(soon)
  expect(await labelled(name)).toBe(1)
  await runPhase(id, agent, 11, both)
  await expect(page.getByText('baking at 100 %').first()).toBeVisible(soon)
  await runPhase(id, agent, 6, [{ prompt: { name, version: 2 }, count: 40 }])
  await expect(page.getByText('Promoted: 4 gates passed.')).toBeVisible(soon)
  await expect(gateOf(page, 'Quality')).toHaveText(/0\.860.*0\.860.*pass/)
  await expect(gateOf(page, 'Error rate')).toHaveText(/0\.00 %.*280 of.*pass/)
  await costChart(page).getByRole('button', { name: 'Cost per request as a table' }).click()
  await expect(costChart(page).getByRole('columnheader', { name: 'v1' })).toBeVisible()
  await expect(costChart(page).getByRole('row').filter({ hasText: '$0.011' })).toHaveCount(3)
  expect(await labelled(name)).toBe(2)
})

test('a more expensive version is rolled back automatically, and the label never moved', async ({ page }) => {
  const [agent, name] = ['padder', 'mail/pad']
  const id = await begin(page, agent, name)
  await runPhase(id, agent, 6, [
    { prompt: { name, version: 1 }, count: enough },
    { prompt: { name, version: 2 }, count: enough, cost: 1.6 },
  ])
  await expect(page.getByText(/^Rolled back: The cost of a request is \+[56]\d % against the baseline/)).toBeVisible(
    soon,
  )
  await expect(gateOf(page, 'Cost per request')).toHaveText(/\$0\.01[678]\d.*\$0\.01[01]\d.*fail/)
  await expect(page.getByRole('row', { name: /prompt mail\/pad/ })).toContainText('2')
  expect(await labelled(name)).toBe(1)
})
