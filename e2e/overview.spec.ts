import { expect, signIn, test } from './fixtures.ts'
import { sendFleet } from './support/fleet.ts'
import { givenHoldpoint, mira } from './support/holdpoint.ts'
import { openInbox } from './support/inbox.ts'

const holdpoint = givenHoldpoint()
let inbox: Awaited<ReturnType<typeof openInbox>>
test.beforeAll(async () => {
  test.setTimeout(180_000)
  inbox = await openInbox(holdpoint)
})
test.beforeEach(({ page }) => signIn(page, holdpoint.url, mira.email, mira.password))

test('an empty overview shows how to send the first trace, which appears without reload', async ({ page }) => {
  await page.goto(holdpoint.url)
  await expect(page.getByText('No agent has sent anything yet')).toBeVisible()
  await expect(page.getByText('OTEL_EXPORTER_OTLP_ENDPOINT').first()).toBeVisible()
  await sendFleet(holdpoint.url, inbox.key)
  await expect(page.getByRole('row', { name: /support-triage/ })).toBeVisible()
})

test('the release that became more expensive is found in three clicks', async ({ page }) => {
  await page.goto(`${holdpoint.url}/audit`)
  await page.getByRole('link', { name: 'Overview' }).click()
  const row = page.getByRole('row', { name: /support-triage/ })
  await expect(row).toContainText(/cost per request \+\d+ % since release 2026\.11\.3/)
  await row.getByRole('link', { name: /cost per request/ }).click()
  await expect(page).toHaveURL(/agent=support-triage/)
  await expect(page).toHaveURL(/release=2026\.11\.3/)
  await expect(page).toHaveURL(/sort=-cost/)
  await page
    .getByRole('link', { name: /invoke_agent support-triage/ })
    .first()
    .click()
  await expect(page.getByText('2026.11.3').first()).toBeVisible()
})

test('the worst agent comes first; an unchanged one has no sentence', async ({ page }) => {
  await page.goto(holdpoint.url)
  const rows = page.getByRole('region', { name: 'Is anything getting worse?', exact: true }).getByRole('row')
  await expect(rows.nth(1)).toContainText('refund-specialist')
  await expect(rows.nth(1)).toContainText(/error rate \+\d+\.\d points since release 42/)
  await expect(page.getByRole('row', { name: /doc-writer/ })).not.toContainText('since release')
})

test('waiting requests appear without reload, the riskiest first, with a link to the decision', async ({ page }) => {
  await page.goto(holdpoint.url)
  await expect(page.getByText('Nothing is waiting for anybody.')).toBeVisible()
  await inbox.ask({ tool: 'restart_service', arguments: { service: 'web' }, risk: 'high' })
  await inbox.ask({ tool: 'delete_resource', arguments: { resource: 'node-3' }, risk: 'critical' })
  const needs = page.getByRole('region', { name: 'Needs a person now' }).getByRole('listitem')
  await expect(needs).toHaveCount(2)
  await expect(needs.first()).toContainText('delete_resource')
  for (let i = 0; i < 4; i++)
    await inbox.ask({ tool: 'send_notification', arguments: { to: `team-${i}` }, risk: 'high' })
  await expect(needs.last()).toContainText('3 more approvals')
  await needs.first().getByRole('link', { name: 'Decide' }).click()
  await expect(page.getByRole('button', { name: /^Approve/ }).first()).toBeVisible()
})

test('environment and range are in the URL, and filter both parts of the page', async ({ page }) => {
  await page.goto(`${holdpoint.url}/?environment=staging`)
  await expect(page.getByRole('row', { name: /nightly-report/ })).toBeVisible()
  await expect(page.getByRole('row', { name: /support-triage/ })).toHaveCount(0)
  await expect(page.getByText('Nothing is waiting for anybody in staging.')).toBeVisible()
})
