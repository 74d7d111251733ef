import { expect, signIn, test } from './fixtures.ts'
import { givenHoldpoint, key, mira } from './support/holdpoint.ts'
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
