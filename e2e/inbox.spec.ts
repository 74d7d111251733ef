import type { Locator, Page } from '@playwright/test'
import { hiddenCharacters } from '#lib/shared/visible-text.ts'
import { expect, signIn, test } from './fixtures.ts'
import { givenHoldpoint, mira } from './support/holdpoint.ts'
import { type Asked, openInbox } from './support/inbox.ts'

const holdpoint = givenHoldpoint()
let inbox: Awaited<ReturnType<typeof openInbox>>
let asked: Asked[] = []
test.beforeAll(async () => {
  inbox = await openInbox(holdpoint)
})
test.beforeEach(({ page }) => signIn(page, holdpoint.url, mira.email, mira.password))
test.afterEach(async () => {
  for (const one of asked) await inbox.cancel(one).catch(() => {})
  asked = []
})

async function ask(more: object = {}): Promise<Asked> {
  const one = await inbox.ask(more)
  asked.push(one)
  return one
}

const rows = (page: Page) => page.getByRole('region', { name: 'Requests' }).getByRole('listitem')
const title = (page: Page) => page.locator('#decision-title')
const code = (page: Page) => page.getByRole('region', { name: 'arguments' })

async function open(page: Page, { id }: Asked): Promise<void> {
  await page.goto(`${holdpoint.url}/approvals?id=${id}`)
  await expect(page.getByText('Live')).toBeVisible()
  await expect(title(page)).toBeVisible()
}

async function bottomOf(element: Locator): Promise<number> {
  const box = await element.boundingBox()
  return Number(box?.y) + Number(box?.height)
}

test('the editor shows hidden characters, and sends exactly the original except for the change', async ({ page }) => {
  const args = {
    bidi: 'pay \u202Etxt.exe',
    zero: 'a\u200Bb',
    tags: `x\u{E0041}`,
    control: '\u001b[2K\u009f',
    hebrew: 'אבג',
  }
  const one = await ask({ arguments: { ...args, amount: 10 } })
  await open(page, one)
  await page.keyboard.press('e')
  const field = page.getByLabel('Arguments that will run')
  await expect(field).toHaveValue(/pay \\u202etxt\.exe/)
  const text = await field.inputValue()
  expect(text).not.toMatch(hiddenCharacters())
  expect(await field.evaluate(element => getComputedStyle(element).unicodeBidi)).toBe('bidi-override')
  // What is pasted is shown in the same way.
  await field.fill(text.replace('"amount": 10', '"amount": 11, "pasted": "\u2066x"'))
  await expect(field).toHaveValue(/"pasted": "\\u2066x"/)
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Edited and approved by')).toBeVisible()
  const after = await (await inbox.admin('GET', `/api/v1/approvals/${one.id}`)).json()
  expect(after.arguments).toEqual({ ...args, amount: 11, pasted: '\u2066x' })
})

test('the confirm button of an edit stays visible at every height', async ({ page }) => {
  const lines = Array.from({ length: 60 }, (_, at) => `line ${at}`)
  await open(page, await ask({ tool: 'delete_resource', arguments: { resource: 'node-3', lines } }))
  await page.keyboard.press('e')
  const field = page.getByLabel('Arguments that will run')
  await field.fill((await field.inputValue()).replace('node-3', 'node-4'))
  for (const [width, height] of [
    [1440, 900],
    [1440, 600],
    [1280, 400],
    [390, 844],
    [390, 420],
  ] as const) {
    await page.setViewportSize({ width, height })
    for (const part of [
      page.getByRole('button', { name: /^Approve as edited/ }),
      page.getByRole('button', { name: 'Cancel', exact: true }),
      page.getByLabel('Type delete_resource to confirm'),
    ]) {
      await expect(part).toBeInViewport({ ratio: 1 })
    }
  }
})

test('with an on-screen keyboard the confirm button stays above it', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.addInitScript(() => {
    const viewport = new EventTarget()
    Object.assign(viewport, { height: 844, width: 390, scale: 1, offsetTop: 0 })
    Object.defineProperty(window, 'visualViewport', { value: viewport })
  })
  await open(page, await ask({ tool: 'delete_resource', arguments: { resource: 'node-3' } }))
  await page.getByRole('button', { name: /^Approve once/ }).click()
  await page.evaluate(() => {
    Object.assign(window.visualViewport ?? {}, { height: 440 })
    window.visualViewport?.dispatchEvent(new Event('resize'))
  })
  const parts = [
    page.getByRole('button', { name: /^Approve once/ }),
    page.getByRole('button', { name: 'Cancel', exact: true }),
    page.getByLabel('Type delete_resource to confirm'),
  ]
  for (const part of parts) await expect.poll(() => bottomOf(part)).toBeLessThanOrEqual(440)
  expect(await page.locator('meta[name=viewport]').getAttribute('content')).toContain(
    'interactive-widget=resizes-content',
  )
})

test('long arguments: short values first, lists folded, every line below counted', async ({ page }) => {
  const env = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`VAR_${at}`, { name: `n${at}`, value: 'x' }]))
  await open(page, await ask({ arguments: { env, service: 'payments-api', replicas: 40, cascade: true } }))
  await expect(code(page)).toContainText('"replicas": 40')
  await expect(code(page)).not.toContainText('VAR_7')
  expect((await code(page).textContent())?.indexOf('replicas')).toBeLessThan(
    Number((await code(page).textContent())?.indexOf('"env"')),
  )
  await expect(page.getByText('167 lines, 161 below')).toBeVisible()
  await page.getByRole('button', { name: 'Show all' }).click()
  await expect(code(page)).toContainText('VAR_39')
  expect(await code(page).evaluate(box => box.scrollHeight - box.clientHeight)).toBeLessThanOrEqual(1)
  await page.getByRole('button', { name: 'Show less' }).click()
  await expect(page.getByText('167 lines, 161 below')).toBeVisible()
  // A text that no fold shortens is counted as it is drawn, and the count goes down as it is read.
  await open(page, await ask({ arguments: { text: 'word '.repeat(2_000) } }))
  await expect(page.getByText(/^\d+ lines, \d+ below$/)).toBeVisible()
  await code(page).evaluate(box => box.scrollTo(0, box.scrollHeight))
  await expect(page.getByText(/^\d+ lines, \d+ below$/)).toHaveCount(0)
})

test('a row names its target first, shows every flag, and its environment', async ({ page }) => {
  const reason = 'it has not answered for fourteen minutes and its pods were rescheduled to other nodes long ago'
  for (const environment of ['prod-eu', 'live', 'staging']) {
    await ask({ environment, risk: 'high', arguments: { a_reason: reason, cascade: true, resource: environment } })
  }
  await page.goto(`${holdpoint.url}/approvals`)
  await expect(rows(page)).toHaveCount(3)
  for (const [environment, production] of [
    ['prod-eu', true],
    ['live', true],
    ['staging', false],
  ] as const) {
    const row = rows(page).filter({ hasText: `resource: ${environment} · cascade: true · a_reason: ` })
    const tag = row.locator('[data-critical]')
    await expect(tag).toHaveText(environment)
    await expect(tag).toHaveAttribute('data-critical', String(production))
    const summary = row.getByText('cascade: true')
    expect(await summary.evaluate(text => text.getBoundingClientRect().bottom)).toBeGreaterThan(0)
    await row.getByRole('button').click()
    await expect(page.locator('article header [data-critical]')).toHaveAttribute('data-critical', String(production))
  }
})

test('before any script has run no row lies over another, and nothing in a row is cut off', async ({
  page,
  browser,
}) => {
  const name = 'an-environment-with-a-long-name-eu-central-1'
  for (const text of ['one line', 'x '.repeat(300), 'one line', 'y '.repeat(300)])
    await ask({ environment: name, agent: 'an-agent-with-a-long-name', arguments: { text, more: text, rest: text } })
  await ask({ arguments: {} })
  const context = await browser.newContext({ storageState: await page.context().storageState() })
  const still = await context.newPage()
  // What puts streamed parts in their place stands in the page itself.
  await still.route(/\.js(\?|$)/, route => route.abort())
  await still.goto(`${holdpoint.url}/approvals`)
  await expect(rows(still)).toHaveCount(5)
  const boxes = await Promise.all((await rows(still).all()).map(row => row.boundingBox()))
  boxes.slice(1).forEach((box, at) => {
    expect(Number(box?.y)).toBeGreaterThanOrEqual(Number(boxes[at]?.y) + Number(boxes[at]?.height))
  })
  await expect(rows(still).getByText(name).first()).toBeVisible()
  const agent = rows(still).getByText('an-agent-with-a-long-name').first()
  expect(await agent.evaluate(text => text.getBoundingClientRect().right)).toBeLessThanOrEqual(
    await rows(still)
      .first()
      .evaluate(row => row.getBoundingClientRect().right),
  )
  await expect(rows(still).getByText('no arguments')).toBeVisible()
  await context.close()
})

test('everything typed after the first ⌘K goes into the palette, and nothing to the page', async ({ page }) => {
  await open(page, await ask({ tool: 'modify_production', arguments: { service: 'payments-api' } }))
  await page.keyboard.press('Control+k')
  await page.keyboard.type('area payments')
  const field = page.getByPlaceholder('Search or jump to')
  await expect(field).toHaveValue('area payments')
  await expect(page.getByRole('form')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(page.getByLabel(/^(Comment|Reason|Arguments)/)).toHaveCount(0)
})

test('keys are kept while a layer is still opening', async ({ page }) => {
  const one = await ask()
  // The script with the form comes late, whenever it is asked for.
  let letGo = () => {}
  const gate = new Promise<void>(resolve => {
    letGo = resolve
  })
  await page.route(/\.js(\?|$)/, async route => {
    const response = await route.fetch()
    if ((await response.text()).includes('Arguments that will run')) await gate
    await route.fulfill({ response })
  })
  await open(page, one)
  await page.keyboard.press('r')
  await page.keyboard.type('aj e no')
  await expect(page.getByLabel(/^Reason/)).toHaveCount(0)
  letGo()
  await expect(page.getByLabel(/^Reason/)).toHaveValue('aj e no')
  await expect(title(page)).toHaveText('send_notification')
})

test('⌘⏎ right after a decides', async ({ page }) => {
  const one = await ask()
  await open(page, one)
  await page.keyboard.press('a')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Approved. The agent has not claimed it yet.')).toBeVisible()
})

test('the palette finds waiting requests by their arguments', async ({ page }) => {
  const one = await ask({ tool: 'refund_payment', risk: 'high', arguments: { order: '88213' } })
  await page.goto(`${holdpoint.url}/audit`)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('88213')
  await expect(page.getByText('Decide refund_payment')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/approvals\\?id=${one.id}`))
  await expect(title(page)).toHaveText('refund_payment')
})

test('a user’s own request is marked as such, before and after the decision and in the audit log', async ({ page }) => {
  const created = await inbox.admin('POST', '/api/v1/keys', {
    name: 'mine',
    scopes: ['agent'],
    agent: null,
    expiresAt: null,
  })
  const { secret } = await created.json()
  const answer = await fetch(`${holdpoint.url}/api/v1/approvals`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ agent: 'ops', tool: 'send_notification', arguments: { own: 1 }, environment: 'production' }),
  })
  const own: Asked = await answer.json()
  await open(page, own)
  await expect(page.getByText('You created the key that asked, so this is your own request.')).toBeVisible()
  await inbox.decide(own, 'edit', { arguments: { own: 2 } })
  await expect(page.getByText(/created the key that asked, so they decided their own request/)).toBeVisible()
  await page.goto(`${holdpoint.url}/audit?object=${own.id}&objectType=approval&range=all`)
  const row = page.getByRole('row', { name: /approval edited and approved/ })
  await expect(row).toContainText('mira')
  await expect(row).toContainText('(own request)')
})

test('an edited request is shown as edited, and decisions are found by kind and by person', async ({ page }) => {
  const approved = await ask({ arguments: { text: 'approved as asked' } })
  const edited = await ask({ arguments: { text: 'to be edited' } })
  const expired = await ask({ arguments: { text: 'withdrawn' } })
  await inbox.decide(approved, 'approve')
  await inbox.decide(edited, 'edit', { arguments: { text: 'edited by hand' } })
  await inbox.cancel(expired)
  await page.goto(`${holdpoint.url}/approvals?tab=decided`)
  await expect(rows(page).filter({ hasText: 'edited by hand' })).toContainText('edited by mira')
  await expect(rows(page).filter({ hasText: 'approved as asked' })).not.toContainText('edited')
  await page.getByLabel('Decision').selectOption('Edited and approved')
  await expect(rows(page).filter({ hasText: 'approved as asked' })).toHaveCount(0)
  await expect(rows(page).filter({ hasText: 'edited by hand' })).toHaveCount(1)
  await expect(page).toHaveURL(/became=edit/)
  await page.getByLabel('Decision').selectOption('Any decision')
  await page.getByRole('button', { name: 'Mine' }).click()
  await expect(rows(page).filter({ hasText: 'withdrawn' })).toHaveCount(0)
  await expect(rows(page).filter({ hasText: 'approved as asked' })).toHaveCount(1)
  await page.getByLabel('Decided by').fill('nobody of that name')
  await expect(page.getByText('No decision matches.')).toBeVisible()
})

test('one approval of two is no decision: the page says so, and who has approved cannot do it twice', async ({
  page,
}) => {
  const policy = { outcome: 'require_approval', tools: ['refund_payment'], quorum: 2 }
  await inbox.admin('PUT', '/api/v1/policies/two-people', policy)
  const one = await ask({ tool: 'refund_payment', arguments: { order: '88213' }, expiresInSeconds: 1_000 })
  await ask({ arguments: { text: 'the next one' } })
  await open(page, one)
  await expect(page.getByText('Still needs 2 more.')).toBeVisible()
  await page.keyboard.press('a')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Your approval is recorded: refund_payment. It still waits for somebody')).toBeVisible()
  await expect(code(page)).toContainText('the next one')
  await page.getByRole('button', { name: 'Open it again' }).click()
  await expect(page.getByText(/^Approved by mira. Still needs 1 more.$/)).toBeVisible()
  await expect(page.getByRole('button', { name: /^Approve once/ })).toBeDisabled()
  await expect(page.getByText('You have already approved it. Somebody else must approve it too.')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Reject/ })).toBeEnabled()
  await inbox.admin('DELETE', '/api/v1/policies/two-people')
})

test('after a decision the next request is open, and the title counts what waits', async ({ page }) => {
  for (const [at, text] of ['first', 'second', 'third'].entries()) {
    await ask({ arguments: { text }, expiresInSeconds: 1_000 + at * 100 })
  }
  await page.goto(`${holdpoint.url}/approvals`)
  await expect(code(page)).toContainText('first')
  await expect(page).toHaveTitle('(3) Approvals · Holdpoint')
  await page.keyboard.press('a')
  await page.keyboard.press('Control+Enter')
  await expect(code(page)).toContainText('second')
  await expect(title(page)).toBeFocused()
  await expect(page.getByRole('status').filter({ hasText: 'Approved: send_notification' })).toBeVisible()
  await expect(page).toHaveTitle('(2) Approvals · Holdpoint')
  await page.getByRole('button', { name: 'Open the decided one' }).click()
  await expect(page.getByText('Approved. The agent has not claimed it yet.')).toBeVisible()
})
