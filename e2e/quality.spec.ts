import { expect, signIn, test } from './fixtures.ts'
import { asAgent, givenHoldpoint, key, mira } from './support/holdpoint.ts'
import { nameNew } from './support/name-new.ts'
import { sendSpans } from './support/otlp.ts'
import { signInByHttp } from './support/person.ts'
import { id, run } from './support/traces.ts'

test.describe.configure({ timeout: 120_000 })
const holdpoint = givenHoldpoint()
test.beforeEach(({ page }) => signIn(page, holdpoint.url, mira.email, mira.password))

const give = async (n: number, body: object) => {
  const response = await fetch(`${holdpoint.url}/api/v1/scores`, {
    method: 'POST',
    headers: asAgent,
    body: JSON.stringify({ traceId: id(n), ...body }),
  })
  expect(response.status).toBe(201)
}

test('every figure of a score leads to its traces', async ({ page }) => {
  await sendSpans(
    holdpoint.url,
    key,
    [1, 2, 3, 4, 5].flatMap(n => run(n, 'support')),
  )
  for (const n of [1, 2, 3, 4]) await give(n, { name: 'faithful', dataType: 'numeric', value: n / 10, source: 'judge' })
  await page.goto(`${holdpoint.url}/quality`)
  const row = page.getByRole('region', { name: 'Scores, table' }).getByRole('row', { name: /faithful/ })
  await expect(row).toContainText('0.25')
  // Five traces began, the fifth without a score.
  await expect(row).toContainText('4 of 5 (80.0 %)')
  await expect(page.getByLabel('Quality in short')).toContainText('4 of 5 that began')
  await page
    .getByRole('region', { name: 'Distribution' })
    .getByRole('link', { name: /^0.1 to/ })
    .click()
  await expect(page).toHaveURL(/score=faithful/)
  await expect(page.getByRole('region', { name: 'Traces' }).locator('tbody[data-index]')).toHaveText([/run 1/])
})

test('failed tool calls lead to exactly those', async ({ page }) => {
  const call = (n: number, tool: string, error?: string) => ({
    ...{ traceId: id(20 + n), spanId: id(900 + n, 16), parentSpanId: id((20 + n) * 16, 16), at: Date.now() - 50_000 },
    ...{ name: `execute_tool ${tool}`, error },
    attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': tool },
  })
  await sendSpans(holdpoint.url, key, [
    ...[1, 2, 3].flatMap(n => run(20 + n, 'caller')),
    ...[call(1, 'search', 'no index'), call(2, 'search'), call(3, 'mail', 'no such address')],
  ])
  await page.goto(`${holdpoint.url}/quality?agent=caller`)
  const calls = page.getByRole('region', { name: 'Failed tool calls, table' })
  await page.getByRole('link', { name: '33.3 %' }).click()
  await expect(calls.getByRole('row')).toHaveText([/message/, /no such address/, /no index/])
  await page
    .getByRole('region', { name: 'Tool calls, table' })
    .getByRole('row', { name: /search/ })
    .getByRole('link', { name: '1', exact: true })
    .click()
  const ofSearch = page.getByRole('region', { name: 'Failed calls of search, table' })
  await expect(ofSearch.getByRole('row')).toHaveText([/message/, /no index/])
  await ofSearch.getByRole('link', { name: 'no index' }).click()
  await expect(page).toHaveURL(new RegExp(`/traces/${id(21)}\\?span=${id(901, 16)}`))
})

test('ten traces are selected by a rule, reviewed by keyboard, and then have scores by people', async ({ page }) => {
  await page.goto(`${holdpoint.url}/quality/review/rules`)
  await nameNew(page, 'rule', 'all-of-coder')
  await page.getByLabel('Percent of traces').fill('100')
  await page.getByLabel('Agent', { exact: true }).fill('coder')
  await page.getByLabel('Score to give').fill('useful')
  await page.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByText('100 % of the traces of coder')).toBeVisible()
  // They begin after the rule was made.
  const later = Array.from({ length: 10 }, (_, n) => run(50 + n, 'coder')).flat()
  await sendSpans(
    holdpoint.url,
    key,
    later.map(span => ({ ...span, at: Date.now() + 1_000 })),
  )
  await page.goto(`${holdpoint.url}/quality/review`)
  const verdict = page.getByRole('region', { name: 'Verdict' })
  await expect(verdict).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText('10 traces to review')).toBeVisible()
  for (let left = 9; left >= 0; left--) {
    await expect(verdict.getByRole('button', { name: '4', exact: true })).toBeEnabled()
    await page.keyboard.press('4')
    await expect(page.getByText(left === 1 ? '1 trace to review' : `${left} traces to review`)).toBeVisible()
  }
  await expect(page.getByText('Nothing waits for review')).toBeVisible()
  const admin = await signInByHttp(holdpoint.url, mira.email, mira.password)
  const query = {
    measures: ['scores', 'scoreMean'],
    by: ['scoreName', 'scoreSource'],
    filter: { agent: 'coder' },
    from: new Date(Date.now() - 3_600_000).toISOString(),
    to: new Date(Date.now() + 3_600_000).toISOString(),
  }
  expect((await (await admin('POST', '/api/v1/metrics/query', query)).json()).rows).toEqual([
    ['useful', 'human', 10, 4],
  ])
})
