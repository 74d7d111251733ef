import { expect, signIn, test } from './fixtures.ts'
import { asAgent, givenHoldpoint, mira } from './support/holdpoint.ts'

const holdpoint = givenHoldpoint()
test.beforeEach(({ page }) => signIn(page, holdpoint.url, mira.email, mira.password))

const send = async (method: string, path: string, body: object) => {
  const sent = { method, headers: asAgent, body: JSON.stringify(body) }
  const response = await fetch(`${holdpoint.url}${path}`, sent)
  expect(response.ok, `${path}: ${response.status}`).toBe(true)
  return response.json()
}

test('a rollout begins, is paused by a person, and rolls back at once when a critical incident opens', async ({
  page,
}) => {
  await page.goto(`${holdpoint.url}/rollouts`)
  await expect(page.getByText('Nothing is rolled out now')).toBeVisible()
  await send('PUT', '/api/v1/agents/desk', { qualityScore: { name: 'helpful' } })
  for (const [slug, prompt] of [
    ['desk-1', '18'],
    ['desk-2', '19'],
  ])
    await send('PUT', `/api/v1/releases/${slug}`, {
      ...{
        agent: 'desk',
        code: `git:${slug}`,
        model: { provider: 'openai', id: 'gpt-5' },
        prompts: { triage: prompt },
      },
    })
  await page.goto(`${holdpoint.url}/releases/desk-2`)
  await page.getByRole('button', { name: 'Roll out…' }).click()
  await expect(page.getByLabel('Baseline')).toHaveValue('desk-1')
  await page.getByRole('button', { name: 'Roll desk-2 out', exact: true }).click()
  await expect(page).toHaveURL(/\/rollouts\/rol_/)
  await expect(page.getByText('running at 5 %').first()).toBeVisible({ timeout: 20_000 })
  await expect(page.getByRole('row', { name: /prompt triage/ })).toContainText('19')
  await page.getByRole('button', { name: 'Pause…' }).click()
  await page.getByLabel('Reason').fill('Lunch.')
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  await expect(page.getByText('paused at 5 %').first()).toBeVisible()

  await send('POST', '/api/v1/incidents', { title: 'It sent money', severity: 'critical', agent: 'desk' })
  await expect(page.getByText(/Rolled back: .*It sent money/)).toBeVisible({ timeout: 20_000 })
  const { items } = await (await fetch(`${holdpoint.url}/api/v1/allocations?agent=desk`, { headers: asAgent })).json()
  expect(items).toMatchObject([{ baseline: 'desk-1', candidate: null, weightBps: 0 }])
})

test('a candidate in shadow is cancelled before any user gets it', async ({ page }) => {
  const model = { provider: 'openai', id: 'gpt-5' }
  await send('PUT', '/api/v1/agents/clerk', { qualityScore: { name: 'helpful' } })
  for (const slug of ['clerk-1', 'clerk-2'])
    await send('PUT', `/api/v1/releases/${slug}`, { agent: 'clerk', code: `git:${slug}`, model })
  const strategy = { phases: [{ weightBps: 10_000, seconds: 60 }], shadow: { minimumPairs: 20 } }
  const asked = { agent: 'clerk', environment: 'production', baseline: 'clerk-1', candidate: 'clerk-2', strategy }
  const { id } = await send('POST', '/api/v1/rollouts', asked)
  await page.goto(`${holdpoint.url}/rollouts/${id}`)
  const shadow = page.getByRole('list', { name: 'Phases' }).getByRole('listitem').first()
  await expect(shadow).toContainText('in the shadow', { timeout: 20_000 })
  await page.getByRole('button', { name: 'Give up…' }).click()
  await page.getByLabel('Reason').fill('Another one comes.')
  await page.getByRole('button', { name: 'Give up', exact: true }).click()
  await expect(page.getByText(/Cancelled by .*Another one comes/)).toBeVisible()
  await expect(shadow).toContainText('cancelled')
})
