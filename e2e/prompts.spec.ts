import { expect, signIn, test } from './fixtures.ts'
import { asAgent, givenHoldpoint, key, mira } from './support/holdpoint.ts'
import { sendPipeline, sendPrompts } from './support/prompts.ts'

const holdpoint = givenHoldpoint()

test('a new version is written, compared, given to production and taken back', async ({ page }) => {
  await sendPrompts(holdpoint.url, key)
  await signIn(page, holdpoint.url, mira.email, mira.password)
  await page.goto(`${holdpoint.url}/prompts`)
  await page.getByRole('link', { name: 'triage/diagnose' }).click()
  const compared = page.getByRole('region', { name: 'Comparison', exact: true })
  await expect(compared.locator('ins').first()).toContainText('fix')
  await expect(compared).toContainText('No eval suite is set for this prompt.')
  const preview = page.getByRole('region', { name: 'Version 2', exact: true })
  await preview.getByLabel('alert').fill('DiskFull')
  await expect(preview).toContainText('root cause and the fix of DiskFull')
  await compared.getByRole('button', { name: /^Move production to v2/ }).click()
  await page.getByLabel('Reason').fill('It names the fix')
  await page.getByRole('dialog').getByRole('button', { name: 'Move production to v2' }).click()
  await compared.getByRole('button', { name: /^Roll back production/ }).click()
  await page.getByLabel('Reason').fill('Too long')
  await page.getByRole('dialog').getByRole('button', { name: 'Roll back production' }).click()
  await expect(page.getByRole('region', { name: 'Moves of labels', exact: true })).toContainText('Too long')
  await page.getByRole('button', { name: 'New version' }).click()
  await page.getByRole('textbox', { name: 'Text' }).fill('You are terse. Diagnose {{alert}}.')
  await page.getByRole('button', { name: 'Add version' }).click()
  await expect(
    page.getByRole('region', { name: 'Versions', exact: true }).getByRole('link', { name: 'v3' }),
  ).toBeVisible()
})

test('production moves in stages: some users get the new version, nobody else can move the label, and a rollback leaves it', async ({
  page,
  strict,
}) => {
  strict.allow(/409/)
  const name = await sendPrompts(holdpoint.url, key, 'triage/staged')
  const registered = await fetch(`${holdpoint.url}/api/v1/agents/responder`, {
    ...{ method: 'PUT', headers: asAgent },
    body: JSON.stringify({ qualityScore: { name: 'helpful' } }),
  })
  expect(registered.ok).toBe(true)
  await signIn(page, holdpoint.url, mira.email, mira.password)
  const address = `${holdpoint.url}/prompts/${encodeURIComponent(name)}`
  await page.goto(address)
  await page.getByRole('button', { name: 'Move in stages…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: 'Move production to v2 in stages' })).toBeDisabled()
  await dialog.getByLabel('Agent').selectOption('responder')
  await dialog.getByRole('button', { name: 'Move production to v2 in stages' }).click()
  await expect(page).toHaveURL(/\/rollouts\/rol_/)
  await expect(page.getByText('running at 5 %').first()).toBeVisible({ timeout: 20_000 })
  await expect(page.getByRole('row', { name: /prompt triage\/staged/ })).toContainText('2')
  const rollout = page.url()

  const versionOf = async (query: string) => {
    const at = `${holdpoint.url}/api/v1/prompts/${encodeURIComponent(name)}${query}`
    return (await (await fetch(at, { headers: asAgent })).json()).version
  }
  const got = await Promise.all(Array.from({ length: 200 }, (_, n) => versionOf(`?targetingKey=user-${n}`)))
  const tried = got.filter(version => version === 2).length
  expect(tried).toBeGreaterThan(0)
  expect(tried).toBeLessThan(40)
  expect(await versionOf('')).toBe(1)

  await page.goto(address)
  await expect(page.getByText('production moves from v1 to v2 in stages')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Move in stages…' })).toBeDisabled()
  await page.getByRole('button', { name: 'Move production to v2…' }).click()
  await page.getByLabel('Reason').fill('Now')
  await page.getByRole('dialog').getByRole('button', { name: 'Move production to v2' }).click()
  await expect(page.getByRole('dialog')).toContainText('is moving this label in stages')
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('link', { name: 'production moves from v1 to v2 in stages' }).click()
  await expect(page).toHaveURL(rollout)
  await page.getByRole('button', { name: 'Roll back…' }).click()
  await page.getByLabel('Reason').fill('Answers became longer')
  await page.getByRole('dialog').getByRole('button', { name: 'Roll back', exact: true }).click()
  await expect(page.getByText(/Rolled back by mira: .*Answers became longer/)).toBeVisible()
  await page.goto(address)
  await expect(page.getByRole('region', { name: 'Moves in stages', exact: true })).toContainText('rolled back')
  await expect(page.getByText('production v1')).toBeVisible()
  expect(await versionOf('?targetingKey=user-1')).toBe(1)
})

test('a failing RAG check leads to the queries that failed', async ({ page }) => {
  await sendPipeline(holdpoint.url, key)
  await signIn(page, holdpoint.url, mira.email, mira.password)
  await page.goto(`${holdpoint.url}/rag`)
  await page.getByRole('region', { name: 'Pipelines', exact: true }).getByRole('link', { name: 'fails' }).click()
  await expect(page.getByRole('region', { name: 'Five checks', exact: true })).toContainText(
    'Recall@2 is 0.667 over 60 queries',
  )
  await expect(page.getByRole('region', { name: 'Failing queries', exact: true })).toContainText('log-rotation')
  await expect(page.getByRole('region', { name: 'Drift', exact: true })).toContainText('too little data')
})
