import { expect, signIn, test } from './fixtures.ts'
import { givenHoldpoint, mira } from './support/holdpoint.ts'
import { type Inbox, openInbox } from './support/inbox.ts'
import { sendSpans } from './support/otlp.ts'
import { oddAgent, register, sendToolCalls } from './support/registry.ts'
import { id } from './support/traces.ts'

const holdpoint = givenHoldpoint()
let inbox: Inbox
test.beforeAll(async () => {
  inbox = await openInbox(holdpoint)
})
test.beforeEach(({ page }) => signIn(page, holdpoint.url, mira.email, mira.password))

test('an agent appears with its first trace, is registered on its page, and its entry can be deleted and brought back', async ({
  page,
}) => {
  await page.goto(`${holdpoint.url}/agents`)
  await expect(page.getByText('No agents yet')).toBeVisible()
  await sendToolCalls(holdpoint.url, inbox.key, 'support-triage')
  const row = page.getByRole('row', { name: /support-triage/ })
  await expect(row).toContainText('not registered')
  await row.getByRole('link', { name: /support-triage/ }).click()
  await page.getByRole('button', { name: 'Register' }).click()
  const entry = page.getByRole('region', { name: 'Entry in the registry' })
  await entry.getByLabel('Owner').fill('support')
  await entry.getByLabel('Runbook').fill('# Stop it')
  await entry.getByRole('button', { name: 'Register' }).click()
  await expect(entry).toBeHidden()
  await expect(page.getByText('owned by support')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Stop it' })).toBeVisible()
  await page.getByRole('button', { name: 'Edit' }).click()
  await entry.getByRole('button', { name: 'Delete' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Delete the entry/ })
    .click()
  await expect(page.getByText('entry deleted')).toBeVisible()
  await page.getByRole('button', { name: 'Register again' }).click()
  await entry.getByRole('button', { name: 'Register again' }).click()
  await expect(page.getByText('registered', { exact: true })).toBeVisible()
})

test('an edit of an old revision is a conflict, and says what to do', async ({ page, strict }) => {
  strict.allow(/status of 409/)
  await register(inbox)
  await page.goto(`${holdpoint.url}/agents/planned-agent?edit=true`)
  const entry = page.getByRole('region', { name: 'Entry in the registry' })
  await entry.getByLabel('Owner').fill('mine')
  await inbox.admin('PUT', '/api/v1/agents/planned-agent', { owner: 'theirs' })
  await entry.getByRole('button', { name: 'Save' }).click()
  await expect(entry.getByText(/It is at revision \d+; you read revision \d+/)).toBeVisible()
  await entry.getByRole('button', { name: 'Close and see what changed' }).click()
  await expect(page.getByText('owned by theirs')).toBeVisible()
})

test('an agent that is switched off gets nothing released', async ({ page }) => {
  await inbox.admin('PUT', '/api/v1/agents/runaway', { enabled: false })
  await page.goto(`${holdpoint.url}/agents/runaway`)
  await expect(page.getByText('switched off')).toBeVisible()
  await expect(inbox.ask({ agent: 'runaway' })).rejects.toThrow('agent-disabled')
})

test('a confusing name links to its own page, which shows its hidden characters', async ({ page }) => {
  await sendToolCalls(holdpoint.url, inbox.key, oddAgent, 2, 9_000)
  await page.goto(`${holdpoint.url}/agents?text=50%25`)
  await page.getByRole('region', { name: 'Agents' }).getByRole('link').first().click()
  await expect(page.getByRole('heading', { level: 2 })).toContainText('U+202E')
  await expect(page.getByText('no trace names it yet')).toBeHidden()
  await page.reload()
  await expect(page.getByRole('region', { name: 'Last traces', exact: true }).getByRole('link')).toHaveCount(2)
})

test('the pages of an unknown agent and an unknown tool say so', async ({ page, strict }) => {
  strict.allow(/status of 404/)
  await page.goto(`${holdpoint.url}/agents/nobody`)
  await expect(page.getByText('No such agent')).toBeVisible()
  await page.goto(`${holdpoint.url}/tools/nothing`)
  await expect(page.getByText('No such tool')).toBeVisible()
})

test('a risk that is set on the page of a tool holds the next request, and a wrong schema is reported beside its field', async ({
  page,
  strict,
}) => {
  strict.allow(/status of 422/)
  await sendToolCalls(holdpoint.url, inbox.key, 'support-triage')
  await page.goto(`${holdpoint.url}/tools`)
  const row = page.getByRole('row', { name: /search_kb/ })
  await expect(row).toContainText('search?')
  await row.getByRole('link', { name: /search_kb/ }).click()
  await expect(page.getByText('No rule asks for approval of search_kb elsewhere.')).toBeVisible()
  await page.getByRole('button', { name: /^(Register|Edit)$/ }).click()
  const entry = page.getByRole('region', { name: 'Entry in the registry' })
  await entry.getByLabel('Risk').selectOption('high')
  await entry.getByLabel('Arguments').fill('{"type": "strange"}')
  const save = entry.getByRole('button', { name: /^(Register|Save)$/ })
  await save.click()
  await expect(entry.getByText(/This is not a JSON Schema/)).toBeVisible()
  await entry.getByLabel('Arguments').fill('{"required": ["query"]}')
  await save.click()
  await expect(page.getByText('search_kb is registered as high risk.').first()).toBeVisible()
  const ask = (args: object) => inbox.ask({ tool: 'search_kb', environment: 'staging', arguments: args })
  expect(await ask({ query: 'refunds' })).toMatchObject({ status: 'pending', risk: 'high' })
  await expect(ask({})).rejects.toThrow('body.arguments.query')
})

test('frameworks are shown side by side', async ({ page }) => {
  await sendToolCalls(holdpoint.url, inbox.key, 'support-triage')
  await page.goto(`${holdpoint.url}/agents`)
  await page.getByRole('tab', { name: 'Frameworks side by side' }).click()
  await expect(page.getByRole('columnheader', { name: 'crewai' })).toBeVisible()
  await expect(page.getByRole('row', { name: /tool calls that succeed/ })).toContainText('%')
})

test('the time to the first token of a streamed answer is shown beside its model', async ({ page }) => {
  const attributes = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.agent.name': 'storyteller',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.response.time_to_first_chunk': '0.42',
  }
  const at = Date.now() - 60_000
  await sendSpans(holdpoint.url, inbox.key, [
    { traceId: id(88_001), spanId: id(88_001, 16), name: 'chat gpt-4o', at, durationMs: 2_000, attributes },
  ])
  await page.goto(`${holdpoint.url}/agents/storyteller`)
  const models = page.getByRole('region', { name: 'Models', exact: true })
  await expect(models.getByRole('columnheader', { name: 'first token' })).toBeVisible()
  // A percentile is the middle of its bin, which is a tenth wide.
  await expect(models.getByRole('row', { name: /gpt-4o/ })).toContainText(/4[0-4]\d ms/)
})
