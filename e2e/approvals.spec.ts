import type { Browser, Page } from '@playwright/test'
import { expect, signIn, test } from './fixtures.ts'
import { onDatabase } from './support/database.ts'
import { givenHoldpoint, mira } from './support/holdpoint.ts'
import { jon, openInbox } from './support/inbox.ts'

const holdpoint = givenHoldpoint()
let inbox: Awaited<ReturnType<typeof openInbox>>
test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  inbox = await openInbox(holdpoint)
})

const base = () => inbox.holdpoint.url
const rows = (page: Page) => page.getByRole('region', { name: 'Requests' }).getByRole('listitem')
const title = (page: Page) => page.locator('#decision-title')

async function enter(page: Page, who = mira): Promise<void> {
  await signIn(page, base(), who.email, who.password)
  await page.goto(`${base()}/approvals`)
  await expect(page.getByText('Live')).toBeVisible()
}

async function colleague(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await enter(page, jon)
  return page
}

/** Opened and ready for keys. */
async function openOne(page: Page, id: string): Promise<void> {
  await page.goto(`${base()}/approvals?id=${id}`)
  await expect(page.getByText('Live')).toBeVisible()
  await expect(title(page)).toBeVisible()
}

test('new requests, decisions of colleagues and expiry appear without reload, also during an unfinished answer', async ({
  page,
  browser,
}) => {
  await enter(page)
  await expect(page.getByText('Nothing waits for a person.')).toBeVisible()
  const other = await colleague(browser)
  const asked = await inbox.ask()
  for (const each of [page, other]) await expect(title(each)).toHaveText('send_notification')
  await page.getByRole('button', { name: /^Approve once/ }).click()
  await page.getByLabel('Comment (optional)').fill('I was about to')
  await other.keyboard.press('r')
  await other.getByLabel(/^Reason/).fill('not now')
  await other.keyboard.press('Control+Enter')
  await expect(page.getByRole('alert').getByText(/Jon.* decided while you were deciding/i)).toBeVisible()
  await expect(page.getByText('It was rejected, and the agent was told.')).toBeVisible()
  await expect(rows(page)).toHaveCount(0)

  const short = await inbox.ask({ expiresInSeconds: 8 })
  await openOne(page, short.id)
  await page.keyboard.press('r')
  await page.getByLabel(/^Reason/).fill('too slow')
  await expect(page.getByText(/The request expired while you were deciding/)).toBeVisible()
  await openOne(page, asked.id)
  await expect(page.getByText('not now')).toBeVisible()
  await other.context().close()
})

test('the keyboard moves and decides; letters typed into a field do neither', async ({ page }) => {
  const asked = []
  for (const text of ['first', 'second', 'third']) asked.push(await inbox.ask({ arguments: { text } }))
  await enter(page)
  await expect(rows(page)).toHaveCount(3)
  const code = page.getByRole('region', { name: 'arguments' })
  await expect(code).toContainText('first')
  await page.keyboard.press('j')
  await expect(code).toContainText('second')
  await page.keyboard.press('k')
  await expect(code).toContainText('first')
  await page.keyboard.press('e')
  const field = page.getByLabel('Arguments that will run')
  await expect(field).toBeFocused()
  await field.fill('')
  await page.keyboard.type('jaker')
  await expect(field).toHaveValue('jaker')
  await expect(title(page)).toHaveText('send_notification')
  await page.keyboard.press('Escape')
  await expect(field).toBeHidden()
  await page.keyboard.press('a')
  await page.keyboard.press('Control+Enter')
  await expect(code).toContainText('second')
  await expect(rows(page)).toHaveCount(2)
  for (const one of asked.slice(1)) await inbox.cancel(one)
  await expect(rows(page)).toHaveCount(0)
})

test('an ambiguous edit cannot be sent, nor one that changes nothing', async ({ page }) => {
  const asked = await inbox.ask({ arguments: { amount: 10 } })
  await enter(page)
  await openOne(page, asked.id)
  await page.keyboard.press('e')
  const field = page.getByLabel('Arguments that will run')
  const send = page.getByRole('button', { name: /^Approve as edited/ })
  await expect(page.getByText('Nothing is changed yet.')).toBeVisible()
  for (const [text, problem] of [
    ['{"amount": 9007199254740993}', /amount: Numbers beyond/],
    ['{"amount": 1, "amount": 99}', /amount: This name appears twice/],
    ['{"amount": ', /JSON/],
  ] as const) {
    await field.fill(text)
    await expect(page.getByRole('status').filter({ hasText: problem })).toBeVisible()
    await expect(send).toBeDisabled()
  }
  await field.fill('{"amount": 11}')
  await send.click()
  await expect(page.getByText('Edited and approved by')).toBeVisible()
  await expect(page.getByText('What was changed')).toBeVisible()
})

test('malicious text is shown completely and visibly, and never as markup', async ({ page }) => {
  const long = `${'x'.repeat(30_000)} && the very end`
  const asked = await inbox.ask({
    tool: 'del\u0435te_backup',
    arguments: {
      bidi: 'pay \u202Etxt.exe',
      zero: 'a\u200Bb',
      tags: `x\u{E0041}\u{E0064}`,
      control: '\u001b[2K',
      markup: '<img src=x onerror=alert(1)><b>bold</b> [link](http://x)',
      padded: `ls${' '.repeat(4_000)}; rm -rf /`,
      long,
    },
    rationale: 'All \u202Efine\u202C, <script>alert(1)</script> approve at once',
  })
  await enter(page)
  await openOne(page, asked.id)
  const code = page.getByRole('region', { name: 'arguments' })
  for (const name of ['U+202E RIGHT-TO-LEFT OVERRIDE', 'U+200B ZERO WIDTH SPACE', 'TAG A', '4000 SPACES', '\\u001b[2K'])
    await expect(code).toContainText(name)
  await expect(code).toContainText('<img src=x onerror=alert(1)><b>bold</b>')
  await expect(title(page)).toContainText('U+0435 е CYRILLIC')
  await expect(page.locator('article img, article b, article script')).toHaveCount(0)
  // Tail as well as head: the end of the value is there, and can be scrolled to.
  expect(await code.textContent()).toContain('&& the very end')
  await code.evaluate(box => box.scrollTo(0, box.scrollHeight))
  await expect(code).toBeInViewport()
  const words = page.getByText('In the agent’s own words')
  await expect(words).toContainText('not verified')
  await expect(page.getByText('<script>alert(1)</script> approve at once')).toBeVisible()
  const [argumentsAt, wordsAt] = [await code.boundingBox(), await words.boundingBox()]
  expect(Number(argumentsAt?.y)).toBeLessThan(Number(wordsAt?.y))
  await inbox.cancel(asked)
})

test('on a phone the buttons are within the thumb’s reach, and decide', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const asked = await inbox.ask({ tool: 'delete_resource', arguments: { resource: 'node-3' } })
  await enter(page)
  await rows(page).first().getByRole('button').click()
  const approve = page.getByRole('button', { name: /^Approve once/ })
  for (const name of [/^Approve once/, /^Edit/, /^Reject/, /^Answer/]) {
    const box = await page.getByRole('button', { name }).boundingBox()
    expect(Number(box?.height)).toBeGreaterThanOrEqual(44)
    expect(Number(box?.y)).toBeGreaterThan(422)
    expect(Number(box?.y) + Number(box?.height)).toBeLessThanOrEqual(844)
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await approve.click()
  const send = page.getByRole('button', { name: /^Approve once/ })
  await expect(send).toBeDisabled()
  await page.getByLabel('Type delete_resource to confirm').fill('delete_resource')
  await send.click()
  await expect(page.getByText('Approved. The agent has not claimed it yet.')).toBeVisible()
  await inbox.cancel(asked)
})

test('a critical release asks for the password when it was typed long ago, and goes on', async ({ page, strict }) => {
  strict.allow(/403/)
  const asked = await inbox.ask({ tool: 'modify_production', arguments: { replicas: 3 } })
  await enter(page)
  await onDatabase(inbox.holdpoint, "update user_session set authenticated_at = now() - interval '1 hour'")
  await openOne(page, asked.id)
  await page.keyboard.press('a')
  await page.getByLabel('Type modify_production to confirm').fill('modify_production')
  await page.keyboard.press('Control+Enter')
  await page.getByLabel('Your password').fill(mira.password)
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByText('Approved. The agent has not claimed it yet.')).toBeVisible()
  await inbox.cancel(asked)
})

test('after a claim without a report, a late report is shown as evidence, and a person settles the request', async ({
  page,
}) => {
  const asked = await inbox.ask()
  const approved = await inbox.decide(asked, 'approve')
  const { claimId } = await inbox.claim(approved)
  await enter(page)
  await openOne(page, asked.id)
  await expect(page.getByText('The agent claimed it and is executing.')).toBeVisible()
  await inbox.lapse()
  await expect(page.getByText('did not report in time what happened')).toBeVisible()
  await inbox.report(asked, { claimId, status: 'executed', result: { sent: true } })
  await expect(page.getByText('Reported too late:')).toBeVisible()
  await expect(page.getByRole('region', { name: 'late result' })).toContainText('"sent": true')
  await page.getByLabel(/^Check the system it acts on/).fill('No message in the channel')
  await page.getByRole('button', { name: 'It was not executed' }).click()
  await expect(page.getByText('A person settled it as failed.')).toBeVisible()
  await expect(page.getByText('A person settled it as failed, and that stands.')).toBeVisible()
})

test('hundreds wait: the count is true, the page holds few rows, and scrolling reads on', async ({ page }) => {
  await onDatabase(
    inbox.holdpoint,
    `insert into approval (project_id, id, status, revision, tool, agent, environment, subject, digest, original_arguments, risk, declared_risk, reasons,
       policy_version, allowed_decisions, requested_by, requester_label, requested_at, expires_at, updated_at)
     select 'default', 'apr_many' || n, 'pending', 1, 'send_notification', 'crowd', 'production',
       '{"agent":"crowd","arguments":{"n":' || n || '},"environment":"production","project":"default","release":null,"run":null,"tool":"send_notification","toolVersion":null}',
       'd', '{"n":' || n || '}', 'high', 'high', '[]', 'v', '{approve,reject}', 'k', 'crowd key', now(), now() + n * interval '1 minute', now()
     from generate_series(1, 10250) n`,
  )
  await enter(page)
  const list = page.getByRole('region', { name: 'Requests' })
  await expect(list.getByRole('button', { name: 'Waiting 10,250' })).toBeVisible()
  await expect(page.getByRole('navigation').getByText('10,250')).toBeVisible()
  await expect(rows(page).first()).toContainText('n: 1')
  expect(await rows(page).count()).toBeLessThan(60)
  for (const far of [150, 350]) {
    const seen = async () => {
      await list.evaluate(box => box.scrollTo(0, box.scrollHeight))
      const places = await rows(page).evaluateAll(all => all.map(row => Number(row.getAttribute('aria-posinset'))))
      return Math.max(0, ...places)
    }
    await expect.poll(seen).toBeGreaterThan(far)
  }
  expect(await rows(page).count()).toBeLessThan(60)
  await inbox.ask({ expiresInSeconds: 30, arguments: { urgent: true } })
  await expect(list.getByRole('button', { name: 'Waiting 10,251' })).toBeVisible()
})
