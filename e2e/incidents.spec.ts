import { expect, signIn, test } from './fixtures.ts'
import { asAgent, givenHoldpoint, mira } from './support/holdpoint.ts'

test.describe.configure({ timeout: 120_000 })
const holdpoint = givenHoldpoint()
test.beforeEach(({ page }) => signIn(page, holdpoint.url, mira.email, mira.password))

const post = async (path: string, body: object) => {
  const response = await fetch(`${holdpoint.url}${path}`, {
    method: 'POST',
    headers: asAgent,
    body: JSON.stringify(body),
  })
  expect(response.ok, `${path}: ${response.status}`).toBe(true)
  return response.json()
}

/** Five failures in a row open the breaker that every agent has. */
async function failFiveTimes(agent: string): Promise<void> {
  for (let n = 0; n < 5; n++) {
    const { id } = await post('/api/v1/permits', {
      agent,
      runId: `run-${n}`,
      step: 'tool',
      tool: 'fetch',
      environment: 'staging',
    })
    await post(`/api/v1/permits/${id}/outcome`, { status: 'error' })
  }
}

test('a breaker opens an incident, which is handled by its runbook, resolved, and written as a post-mortem', async ({
  page,
}) => {
  await page.goto(`${holdpoint.url}/incidents`)
  await expect(page.getByText('No incident is open')).toBeVisible()
  await failFiveTimes('courier')
  const count = page.getByRole('link', { name: /^Incidents 1 not resolved/ })
  await expect(count).toBeVisible()
  await page.getByRole('link', { name: /courier fails/ }).click()
  await expect(page.getByRole('heading', { name: 'courier fails: its breaker is open', level: 2 })).toBeVisible()
  await page.getByRole('button', { name: 'Acknowledge' }).click()
  await expect(page.getByText(/worked on by mira/)).toBeVisible()

  const todo = page.getByRole('region', { name: 'What to do' })
  await todo.getByLabel('Step 1', { exact: true }).click({ timeout: 30_000 })
  await expect(todo.getByText('done', { exact: true })).toBeVisible()
  await todo.getByRole('button', { name: 'Skip' }).first().click()
  await expect(todo.getByText('skipped', { exact: true })).toBeVisible()

  await page.getByLabel('Note', { exact: true }).fill('The **vendor** confirms it.')
  await page.getByRole('button', { name: 'Add note' }).click()
  const happened = page.getByRole('region', { name: 'What happened' })
  await expect(happened.getByText('mira wrote')).toBeVisible()
  await expect(happened.getByText('Breaker agent.courier: opened')).toBeVisible()

  await page.getByRole('button', { name: 'Resolve…' }).click()
  await page.getByLabel('Summary').fill('The vendor was down for ten minutes.')
  await page.getByRole('button', { name: 'Resolve the incident' }).click()
  await expect(page.getByRole('region', { name: 'Summary' })).toContainText('The vendor was down')
  await expect(count).toHaveCount(0)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Post-mortem' }).click()
  const stream = await (await download).createReadStream()
  const text = (await stream.toArray()).join('')
  expect(text).toContain('# courier fails: its breaker is open')
  expect(text).toContain('The vendor was down for ten minutes.')
  expect(text).toContain('step 1 of failing-agent')
})

test('a person writes a runbook whose step switches the agent off, and uses it', async ({ page }) => {
  await page.goto(`${holdpoint.url}/runbooks`)
  await page.getByRole('button', { name: 'New runbook' }).click()
  await page.getByLabel('Name').fill('stop-courier')
  await page.getByRole('button', { name: 'Write it' }).click()
  await page.getByLabel('Title').fill('The courier runs wild')
  await page.getByLabel('Agent', { exact: true }).fill('courier')
  await page.getByLabel('Step 1', { exact: true }).fill('Stop it at once.')
  await page.getByLabel('What step 1 does').selectOption('stop-agent')
  await page.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByRole('row', { name: /stop-courier/ })).toContainText('The courier runs wild')

  await page.goto(`${holdpoint.url}/incidents`)
  await page.getByRole('button', { name: 'Open an incident' }).click()
  await page.getByLabel('What is wrong').fill('It sends everything twice')
  await page.getByLabel('Agent', { exact: true }).fill('courier')
  await page.getByRole('button', { name: 'Open the incident' }).click()
  await page.getByRole('button', { name: 'Switch the agent off…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Switch the agent off' }).click()
  await expect(page.getByRole('region', { name: 'What to do' }).getByText('courier is switched off.')).toBeVisible()
  const { decision, reasons } = await post('/api/v1/permits', {
    agent: 'courier',
    runId: 'late',
    step: 'llm',
    environment: 'staging',
  })
  expect([decision, reasons[0].rule]).toEqual(['deny', 'agent-disabled'])
})
