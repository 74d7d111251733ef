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

// Takes the pictures of the README from a demo fleet: npm run pictures [-- folder]
// HOLDPOINT_URL names a server that runs already, with the person of the tests; else one is started and filled. That takes
// some minutes, most of them until the first rollout of the fleet has ended.

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
  await picture(page, 'inbox', await aRequest())
  await picture(page, 'trace', await aTrace())
  await picture(page, 'rollout', await aRollout())
  await browser.close()
} finally {
  await holdpoint.stop()
}

async function untilLive(): Promise<void> {
  const person = await signInByHttp(holdpoint.url, mira.email, mira.password, 'demo')
  for (let printed = -1; ; ) {
    const { state, filledDays, failure } = await (await person('GET', '/api/v1/demo')).json()
    if (filledDays !== printed) console.log(`${state}: day ${filledDays}${failure ? `, ${failure}` : ''}`)
    if (state === 'live') return
    printed = filledDays
    await setTimeout(1_000)
  }
}

async function ask(path: string) {
  const person = await signInByHttp(holdpoint.url, mira.email, mira.password, 'demo')
  return (await person('GET', `/api/v1/${path}`)).json()
}

/** Asks until there is one: the fleet does not do everything at once. */
async function once<T>(what: string, find: () => Promise<T | undefined>): Promise<T> {
  const patience = AbortSignal.timeout(20 * 60_000)
  console.log(`Waiting for ${what} …`)
  for (;;) {
    const found = await find()
    if (found !== undefined) return found
    await setTimeout(2_000, undefined, { signal: patience })
  }
}

/** A dangerous action, with the run that led to it. */
async function aRequest(): Promise<string> {
  const { id } = await once('a request that names its trace', async () => {
    const { items } = await ask('approvals?status=waiting')
    return (items as { id: string; agent: string }[]).find(({ agent }) => agent === 'incident-responder')
  })
  return `/approvals?id=${id}`
}

/** The one with most spans among those that failed: it opens at what failed first. */
async function aTrace(): Promise<string> {
  const { traceId } = await once('a trace that failed', async () => {
    const { items } = await ask('traces?status=error&limit=100')
    return (items as { traceId: string; spanCount: number }[]).sort((a, b) => b.spanCount - a.spanCount)[0]
  })
  return `/traces/${traceId}`
}

/** One that a gate took back after its first phase: phases, gates with their intervals, what happened. */
async function aRollout(): Promise<string> {
  const { id } = await once('a rollout that was rolled back after its first phase', async () => {
    const { items } = await ask('rollouts?state=ended')
    return (items as { id: string; state: string; phase: number | null }[]).find(
      ({ state, phase }) => state === 'rolled_back' && phase !== null && phase > 0,
    )
  })
  return `/rollouts/${id}`
}

async function signIn(page: Page): Promise<void> {
  await page.goto(`${holdpoint.url}/sign-in`)
  await page.getByLabel('E-mail').fill(mira.email)
  await page.getByLabel('Password', { exact: true }).fill(mira.password)
  await page.getByRole('button', { name: /sign in/i }).click()
  await page.waitForURL(current => !current.pathname.startsWith('/sign-in'))
}

/** The event stream never ends: what counts is that nothing has been read or drawn for a while. */
async function atRest(page: Page): Promise<void> {
  const busy = page.locator('[aria-label=Loading], [aria-busy=true]')
  const patience = AbortSignal.timeout(60_000)
  for (let quiet = 0; quiet < 8; quiet = (await busy.count()) > 0 ? 0 : quiet + 1)
    await setTimeout(250, undefined, { signal: patience })
}

async function picture(page: Page, name: string, address: string): Promise<void> {
  await page.goto(`${holdpoint.url}${address}${address.includes('?') ? '&' : '?'}project=demo`)
  await page.getByRole('main').waitFor()
  await atRest(page)
  const shot = await page.screenshot()
  // Few colours: a quarter of the size, and nobody sees it.
  await sharp(shot)
    .png({ palette: true, colours: 64, effort: 10 })
    .toFile(path.join(folder, `${name}.png`))
  console.log(`${name}.png`)
}
