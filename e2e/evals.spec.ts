import { expect, signIn, test } from './fixtures.ts'
import { sendEvals } from './support/evals.ts'
import { asAgent, givenHoldpoint, key, mira } from './support/holdpoint.ts'
import { sendSpans } from './support/otlp.ts'
import { id, run } from './support/traces.ts'

const holdpoint = givenHoldpoint()

test('from a failing verdict to the trace that explains it, and the next baseline', async ({ page, strict }) => {
  strict.allow(/404/)
  await sendSpans(holdpoint.url, key, run(1, 'incident-responder'))
  await sendEvals(holdpoint.url, key, id(1))
  await signIn(page, holdpoint.url, mira.email, mira.password)
  await page.goto(`${holdpoint.url}/evals`)
  await page
    .getByRole('row', { name: /incident_investigation/ })
    .getByRole('link', { name: 'fails' })
    .first()
    .click()
  await expect(page.getByText(/It is worse than the baseline, by 0\.13 over 24 scenarios/)).toBeVisible()
  await expect(page.getByRole('region', { name: 'Criteria' })).toContainText('completeness')
  const scenarios = page.getByRole('region', { name: 'Scenarios, worst first', exact: true })
  await expect(scenarios).toContainText('24 worse, 0 better')
  await scenarios.getByRole('link', { name: /case-1 / }).click()
  const detail = page.getByRole('complementary', { name: 'Scenario' })
  await expect(detail.locator('del').first()).toContainText('Log')
  await expect(detail.locator('ins').first()).toBeVisible()
  await detail.getByRole('link', { name: 'Open trace' }).click()
  await page.waitForURL(`**/traces/${id(1)}`)
  await page.goBack()
  await page.getByRole('button', { name: 'Make baseline…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Make baseline' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.goto(`${holdpoint.url}/evals/evr_none`)
  await expect(page.getByText('No such eval run')).toBeVisible()
})

test('a trace becomes a scenario by one key, and outputs stand side by side', async ({ page }) => {
  await sendSpans(holdpoint.url, key, run(2, 'incident-responder'))
  const { baseline, lost } = await sendEvals(holdpoint.url, key, id(2))
  await signIn(page, holdpoint.url, mira.email, mira.password)
  await page.goto(`${holdpoint.url}/evals/${lost}?with=${baseline}&scenario=case-1`)
  const detail = page.getByRole('complementary', { name: 'Scenario' })
  await detail.getByRole('radio', { name: 'Side by side' }).check()
  await expect(detail.getByRole('region', { name: 'Output of 2026.11.3', exact: true })).toContainText(
    'Log rotation is off on node-1',
  )
  await expect(
    detail.getByRole('region', { name: 'Output of 2026.11.4', exact: true }).locator('ins').first(),
  ).toBeVisible()
  await page.goto(`${holdpoint.url}/traces/${id(2)}`)
  await page.getByRole('button', { name: /Add to evals/ }).waitFor()
  await page.keyboard.press('n')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Id').fill('from-the-night')
  await dialog.getByLabel('Expected findings').fill('the disk\nthe node')
  await dialog.getByRole('button', { name: 'Add to evals' }).click()
  await dialog.getByRole('link', { name: 'incident_investigation' }).click()
  await expect(page.getByRole('row', { name: /incident_investigation/ }).first()).toContainText('25')
})

test('a suite is changed by its form, row by row or as JSON, and becomes a new version', async ({ page }) => {
  const at = `${holdpoint.url}/api/v1/suites/form-suite`
  const scenarios = Array.from({ length: 23 }, (_, n) => ({ id: `case-${n}`, input: `Alert ${n}`, tags: ['old'] }))
  const made = await fetch(at, {
    ...{ method: 'PUT', headers: asAgent },
    body: JSON.stringify({
      level: 'unit',
      scenarios,
      criteria: [{ name: 'accuracy', scorer: { kind: 'regex', pattern: 'disk' } }],
    }),
  })
  expect([made.status, await made.clone().text()]).toEqual([201, expect.any(String)])
  await signIn(page, holdpoint.url, mira.email, mira.password)
  await page.goto(`${holdpoint.url}/evals/suites/form-suite`)
  await page.getByRole('button', { name: 'New version' }).click()
  await page.getByLabel('Find a scenario').fill('case-7')
  const row = page.getByRole('group', { name: 'scenario 8', exact: true })
  await row.getByLabel('Expected findings').fill('The disk is full\nRotation is off')
  await page.getByRole('button', { name: 'Add a scenario' }).click()
  const added = page.getByRole('group', { name: 'scenario 24', exact: true })
  await added.getByLabel('Id').fill('case-new')
  await added.getByLabel('Input').fill('DNS is slow')
  await page.getByRole('group', { name: 'Scenarios as' }).getByRole('radio', { name: 'JSON' }).check()
  await expect(page.getByLabel('Scenarios as JSON')).toHaveValue(/DNS is slow/)
  await page.getByRole('button', { name: 'Add version' }).click()
  await expect(page.getByText(/version 2 · 24 scenarios/)).toBeVisible()
  const { version, ...suite } = await (await fetch(at, { headers: asAgent })).json()
  expect(version).toBe(2)
  expect(suite.criteria).toEqual([
    expect.objectContaining({ name: 'accuracy', scorer: { kind: 'regex', pattern: 'disk' } }),
  ])
  expect(suite.scenarios[7]).toMatchObject({ expectedFindings: ['The disk is full', 'Rotation is off'], tags: ['old'] })
  expect(suite.scenarios[23]).toMatchObject({ id: 'case-new', input: 'DNS is slow' })
})

test('on a phone the blocks of scenarios say what is expected, the tags, and every criterion', async ({ page }) => {
  const at = `${holdpoint.url}/api/v1/suites/phone-suite`
  const send = async (method: string, url: string, body: object) => {
    const answer = await fetch(url, { method, headers: asAgent, body: JSON.stringify(body) })
    expect(answer.status, await answer.clone().text()).toBeLessThan(300)
    return answer.json()
  }
  await send('PUT', at, {
    level: 'unit',
    criteria: [{ name: 'accuracy' }, { name: 'actionability' }],
    scenarios: [
      {
        id: 'disk',
        input: 'What broke?',
        expectedFindings: ['The disk is full', 'Rotation is off'],
        tags: ['storage'],
      },
      { id: 'dns', input: 'Why?', expectedOutput: 'One resolver is slow' },
    ],
  })
  const { id: evalRun } = await send('POST', `${holdpoint.url}/api/v1/eval-runs`, {
    suite: 'phone-suite',
    mode: 'real',
  })
  const results = ['disk', 'dns'].flatMap(scenario => [
    { scenario, criterion: 'accuracy', score: 0.9 },
    { scenario, criterion: 'actionability', score: 0.7 },
  ])
  await send('POST', `${holdpoint.url}/api/v1/eval-runs/${evalRun}/results`, { results })
  await send('POST', `${holdpoint.url}/api/v1/eval-runs/${evalRun}/finish`, {})
  await signIn(page, holdpoint.url, mira.email, mira.password)
  const block = (name: RegExp) => page.getByRole('region', { name: /^Scenarios/ }).getByRole('row', { name })
  const cell = (name: RegExp, label: string) => block(name).locator(`td[data-label="${label}"]`)
  for (const path of ['suites/phone-suite', evalRun]) {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(`${holdpoint.url}/evals/${path}`)
    await expect(cell(/disk/, 'expected')).toBeVisible()
    await expect(cell(/disk/, 'expected')).toHaveText('The disk is full · Rotation is off')
    await expect(cell(/disk/, 'tags')).toBeVisible()
    await expect(cell(/disk/, 'tags')).toHaveText('storage')
    await expect(cell(/dns/, 'expected')).toHaveText('One resolver is slow')
  }
  await expect(cell(/disk/, 'actionability')).toBeVisible()
  await page.setViewportSize({ width: 1440, height: 900 })
  await expect(cell(/disk/, 'score')).toBeVisible()
  await expect(cell(/disk/, 'expected')).toBeHidden()
  await expect(page.getByRole('columnheader', { name: 'expected' })).toHaveCount(0)
})
