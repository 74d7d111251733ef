import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { chromium, type Page } from '@playwright/test'
import sharp from 'sharp'
import { init, mira } from '#e2e/support/holdpoint.ts'
import { signInByHttp } from '#e2e/support/person.ts'
import { startHoldpoint } from '#e2e/support/server.ts'
import { findChromium } from './chromium.ts'
import { root } from './steps.ts'

// Takes the pictures of the README from a demo fleet: node scripts/pictures.ts [folder]
// HOLDPOINT_URL names a server that runs already, with the person of the tests; else one is started and filled, which
// takes some minutes.

const folder = path.resolve(root, process.argv[2] ?? 'public/docs')
const browserAt = findChromium(console.log)
if (browserAt.path === null) throw new Error(browserAt.how)

const runs = process.env.HOLDPOINT_URL
const holdpoint = runs ? { url: runs, stop: async () => {} } : await startHoldpoint(init)
try {
  const person = await signInByHttp(holdpoint.url, mira.email, mira.password)
  await person('POST', '/api/v1/demo')
  await untilLive()
  const browser = await chromium.launch({
    executablePath: browserAt.path,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    colorScheme: 'light',
    reducedMotion: 'reduce',
  })
  await signIn(page)
  mkdirSync(folder, { recursive: true })
  await picture(page, 'overview', '/?range=30d')
  await picture(page, 'inbox', '/approvals')
  await picture(page, 'trace', await aTrace())
  await picture(page, 'rollout', await aRollout())
  await browser.close()
} finally {
  await holdpoint.stop()
}

async function untilLive(): Promise<void> {
  const person = await signInByHttp(holdpoint.url, mira.email, mira.password, 'demo')
  for (let said = -1; ; ) {
    const { state, filledDays, failure } = await (await person('GET', '/api/v1/demo')).json()
    if (filledDays !== said) console.log(`${state}: day ${filledDays}${failure ? `, ${failure}` : ''}`)
    if (state === 'live') return
    said = filledDays
    await setTimeout(1_000)
  }
}

/** One of the agent that diagnoses and asks: models, tools, a decision. */
async function aTrace(): Promise<string> {
  const person = await signInByHttp(holdpoint.url, mira.email, mira.password, 'demo')
  const { items } = await (await person('GET', '/api/v1/traces?agent=incident-responder&limit=1')).json()
  return `/traces/${items[0].traceId}`
}

/** One that was rolled back by a gate: phases, gates with their intervals, what happened. */
async function aRollout(): Promise<string> {
  const person = await signInByHttp(holdpoint.url, mira.email, mira.password, 'demo')
  const { items } = await (await person('GET', '/api/v1/rollouts?state=ended')).json()
  const ended: { id: string; endedBy: string }[] = items
  return `/rollouts/${(ended.find(({ endedBy }) => endedBy === 'cost') ?? ended[0])?.id}`
}

async function signIn(page: Page): Promise<void> {
  await page.goto(`${holdpoint.url}/sign-in`)
  await page.getByLabel('E-mail').fill(mira.email)
  await page.getByLabel('Password', { exact: true }).fill(mira.password)
  await page.getByRole('button', { name: /sign in/i }).click()
  await page.waitForURL(current => !current.pathname.startsWith('/sign-in'))
}

async function picture(page: Page, name: string, address: string): Promise<void> {
  await page.goto(`${holdpoint.url}${address}${address.includes('?') ? '&' : '?'}project=demo`)
  await page.getByRole('main').waitFor()
  // The event stream never ends: what counts is that nothing is being read any more.
  await page.locator('[aria-label=Loading], [aria-busy=true]').first().waitFor({ state: 'detached', timeout: 30_000 })
  await setTimeout(1_500)
  const shot = await page.screenshot()
  // Few colours: a quarter of the size, and nobody sees it.
  await sharp(shot)
    .png({ palette: true, colours: 64, effort: 10 })
    .toFile(path.join(folder, `${name}.png`))
  console.log(`${name}.png`)
}
