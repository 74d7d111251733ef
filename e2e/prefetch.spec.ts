import type { Page } from '@playwright/test'
import { expect, signIn, test } from './fixtures.ts'
import { givenHoldpoint, mira } from './support/holdpoint.ts'
import { type Inbox, openInbox } from './support/inbox.ts'
import { sendToolCalls } from './support/registry.ts'
import { id } from './support/traces.ts'

const holdpoint = givenHoldpoint()
let inbox: Inbox
test.beforeAll(async () => {
  inbox = await openInbox(holdpoint)
  await sendToolCalls(holdpoint.url, inbox.key, 'support-triage')
  await inbox.ask({ tool: 'delete_resource', arguments: { resource: 'node-3' }, rationale: 'It is silent.' })
})
test.beforeEach(({ page }) => signIn(page, holdpoint.url, mira.email, mira.password))

/** What stands in the HTML that the server answers, without what is there for scripts. */
async function firstHtml(page: Page, path: string): Promise<string> {
  const response = await page.request.get(holdpoint.url + path)
  return (await response.text()).replace(/<script[\s\S]*?<\/script>/g, '')
}

const pages: [name: string, path: string, shows: RegExp][] = [
  ['the overview', '/', /delete_resource[\s\S]*support-triage/],
  ['the traces', '/traces', /<a[^>]*href="\/traces\/[0-9a-f]{32}"[\s\S]*invoke_agent support-triage/],
  ['a trace', `/traces/${id(7_002)}`, /invoke_agent support-triage[\s\S]*search_kb/],
  ['the inbox with the request that is open', '/approvals', /delete_resource[\s\S]*It is silent\./],
  ['the agents', '/agents', /<a[^>]*href="\/agents\/support-triage"/],
]
for (const [name, path, shows] of pages) {
  test(`the first HTML of ${name} contains what the page shows, and hydrates without warnings`, async ({ page }) => {
    // Said without the HTML, which would fill a screen a hundred times over.
    expect(shows.test(await firstHtml(page, path)), `${path} shows ${shows}`).toBe(true)
    await page.goto(holdpoint.url + path)
    await expect(page.getByText('Live')).toBeVisible()
  })
}

test('the browser does not repeat the reads of the server, and shows changes from before its stream was open', async ({
  page,
}) => {
  let connect = () => {}
  const held = new Promise<void>(resolve => {
    connect = resolve
  })
  await page.route('**/api/v1/stream*', async route => {
    await held
    await route.continue()
  })
  const read: string[] = []
  page.on('request', request => read.push(new URL(request.url()).pathname + new URL(request.url()).search))
  await page.goto(`${holdpoint.url}/approvals`)
  await expect(page.getByText('delete_resource').first()).toBeVisible()
  await inbox.ask({ tool: 'restart_service', arguments: { service: 'search' } })
  await expect(page.getByText('restart_service')).toHaveCount(0)
  expect(read.filter(path => /^\/api\/v1\/approvals\?.*limit=100(&|$)/.test(path))).toEqual([])
  connect()
  await expect(page.getByText('restart_service').first()).toBeVisible()
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})

test('a page that is opened from another page reads its data in the browser', async ({ page }) => {
  await page.goto(`${holdpoint.url}/agents`)
  const read = page.waitForRequest(request => request.url().includes('/api/v1/traces?'))
  await page.getByRole('link', { name: 'Traces', exact: true }).click()
  await read
  await expect(page.getByRole('row', { name: /invoke_agent support-triage/ }).first()).toBeVisible()
})
