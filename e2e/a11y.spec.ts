import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, Page } from '@playwright/test'
import axe from 'axe-core'
import { soaking } from '#lib/platform/testing/soak.ts'
import { expect, signIn, test } from './fixtures.ts'
import { furnish } from './support/furnish.ts'
import { givenHoldpoint, givenOwnHoldpoint, mira } from './support/holdpoint.ts'
import { type Furnished, placesOf, routesOf, type Visit } from './support/places.ts'

const nothing: Furnished = {
  waiting: 'w',
  hostile: 'h',
  failed: 'f',
  unknown: 'u',
  trace: 't',
  span: 's',
  joinToken: 'j',
  evalRun: 'e',
  prompt: 'p',
  pipeline: 'r',
}
const ofColour = ['color-contrast', 'link-in-text-block']
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/**
 * Rules that a page breaks, each with the first elements that break it. `only`: these rules; without any, all. What has
 * been passed is not collected, and a document is given axe once: compiling it takes longer than using it.
 */
async function broken(page: Page, only: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
  return page.evaluate(
    async runOnly => {
      const { axe: there } = globalThis as unknown as { axe: typeof axe }
      const { violations } = await there.run(document, { runOnly, resultTypes: ['violations'] })
      return violations.flatMap(({ id, nodes }) =>
        nodes.slice(0, 3).map(node => `${id}: ${node.target.join(' ')} (${node.any[0]?.message ?? node.html})`),
      )
    },
    { type: only.length > 0 ? ('rule' as const) : ('tag' as const), values: only.length > 0 ? [...only] : rules },
  )
}

/** Pixels by which a page is wider than its window, or than the frame in which it scrolls. */
const overflow = (page: Page) =>
  page.evaluate(() => {
    const frames = [document.documentElement, ...document.querySelectorAll('main, main > *')]
    return Math.max(...frames.map(frame => frame.scrollWidth - frame.clientWidth))
  })

async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('load')
  // Placeholders are looked at by the eye; what is checked is the page itself.
  await expect(page.getByLabel('Loading', { exact: true })).toHaveCount(0)
}

interface Look {
  colorScheme: 'light' | 'dark'
  width: number
  /** Rules that it is held to; empty: all. */
  axe: readonly string[]
}
const wide: Look = { colorScheme: 'light', width: 1440, axe: [] }
const narrow: Look = { colorScheme: 'dark', width: 390, axe: [] }
/** Each width in each colour. Only colours differ between light and dark: the second look at a width is held to them alone. */
const all: readonly Look[] = [
  wide,
  narrow,
  { ...wide, colorScheme: 'dark', axe: ofColour },
  { ...narrow, colorScheme: 'light', axe: ofColour },
]

/** The first state of a page is looked at wide and light, narrow and dark; its others take turns. The long form takes all. */
const looksAt = (state: number): readonly Look[] =>
  soaking ? all : state === 0 ? [wide, narrow] : [state % 2 === 1 ? wide : narrow]

/** Looks at a page, and for overflow at the narrowest and the widest window. */
async function inspect(page: Page, looks: readonly Look[] = looksAt(0)): Promise<string[]> {
  const found: string[] = []
  for (const { colorScheme, width, axe } of looks) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expect(page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`)).toHaveCount(1)
    await page.setViewportSize({ width, height: 900 })
    await settle(page)
    found.push(...(await broken(page, axe)).map(what => `${colorScheme} ${width}: ${what}`))
  }
  for (const width of [360, 2560]) {
    await page.setViewportSize({ width, height: 900 })
    await settle(page)
    if ((await overflow(page)) > 0) found.push(`${width}: wider than the window by ${await overflow(page)} px`)
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  return found
}

async function visit(page: Page, base: string, { path, state, act }: Visit, looks = looksAt(0)): Promise<string[]> {
  await page.goto(base + path)
  await settle(page)
  await act?.(page)
  return (await inspect(page, looks)).map(what => (state ? `${state}, ${what}` : what))
}

/** Of one sign-in, for all pages. */
async function cookiesOf(browser: Browser, base: string) {
  const context = await browser.newContext()
  await signIn(await context.newPage(), base, mira.email, mira.password)
  const cookies = await context.cookies()
  await context.close()
  return cookies
}

/** A missing request and a missing page answer 404, which is what is looked at. */
const allowed = /404/

test('every page has a place in the list, and one without is found', () => {
  const known = Object.keys(placesOf(nothing))
  expect(routesOf().filter(route => !known.includes(route))).toEqual([])
  expect(known.filter(route => route.startsWith('/') && !routesOf().includes(route))).toEqual([])
  const app = mkdtempSync(path.join(tmpdir(), 'holdpoint-app-'))
  mkdirSync(path.join(app, '(ops)/new/[id]'), { recursive: true })
  writeFileSync(path.join(app, '(ops)/new/[id]/page.tsx'), '')
  expect(routesOf(app)).toEqual(['/new/[id]'])
})

test.describe('with something on every page', () => {
  // In parallel: half of the pages is as long as everything else together.
  test.describe.configure({ timeout: 180_000, mode: 'parallel' })
  const holdpoint = givenHoldpoint()
  let place: Awaited<ReturnType<typeof furnish>>
  let signedIn: Awaited<ReturnType<typeof cookiesOf>>
  test.beforeAll(async ({ browser }) => {
    test.setTimeout(180_000)
    place = await furnish(holdpoint)
    signedIn = await cookiesOf(browser, place.inbox.holdpoint.url)
  })

  // All states of a page in one test: its code is then fetched and compiled once.
  for (const [route, visits] of Object.entries(placesOf(nothing))) {
    if (visits.length === 0) continue
    test(route, async ({ page, strict }) => {
      strict.allow(allowed)
      for (const [at, found] of (placesOf(place.at)[route] ?? []).entries()) {
        if (found.anonymous) await page.context().clearCookies()
        else await page.context().addCookies(signedIn)
        expect.soft(await visit(page, place.inbox.holdpoint.url, found, looksAt(at))).toEqual([])
      }
    })
  }

  test('a page that breaks a rule, or is too wide, is found', async ({ page }) => {
    await page.goto(`${place.inbox.holdpoint.url}/sign-in`)
    await page.evaluate(() => {
      const bad = document.createElement('div')
      bad.innerHTML = '<button></button><p style="color:#aaa;background:#fff;width:3000px">grey on white</p>'
      document.querySelector('main')?.append(bad)
    })
    const found = (await inspect(page)).join('\n')
    for (const what of [/light 1440: button-name/, /dark 390: color-contrast/, /360: wider/, /2560: wider/])
      expect(found).toMatch(what)
  })

  test('with reduced motion there are no animations', async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.context().addCookies(signedIn)
    await page.goto(place.inbox.holdpoint.url)
    await page.setViewportSize({ width: 390, height: 900 })
    const slowest = () =>
      page.evaluate(() => {
        const seconds = (list: string) => Math.max(...list.split(',').map(each => Number.parseFloat(each)))
        return Math.max(
          ...[...document.querySelectorAll('*')].map(element => {
            const style = getComputedStyle(element)
            return Math.max(seconds(style.transitionDuration), seconds(style.animationDuration))
          }),
        )
      })
    await page.getByRole('button', { name: 'Open menu' }).click()
    expect(await slowest()).toBeLessThan(0.001)
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    expect(await slowest()).toBeLessThan(0.001)
  })
})

test.describe('with nothing yet', () => {
  test.describe.configure({ mode: 'serial', timeout: 180_000 })
  const holdpoint = givenOwnHoldpoint({})

  test('the setup, with and without its link', async ({ page }) => {
    const link = /https?:\/\/\S+\/setup\S*/.exec(holdpoint.output())?.[0] ?? ''
    expect(await visit(page, '', { path: `${holdpoint.url}/setup` })).toEqual([])
    expect(await visit(page, '', { path: link })).toEqual([])
    await page.getByLabel('Your name').fill('Mira')
    await page.getByLabel('E-mail').fill(mira.email)
    await page.getByLabel('Password', { exact: true }).fill(mira.password)
    await page.getByRole('button', { name: 'Create administrator' }).click()
    await page.waitForURL(url => url.pathname === '/docs/connect')
  })

  test('pages', async ({ page, strict }) => {
    strict.allow(allowed)
    await signIn(page, holdpoint.url, mira.email, mira.password)
    for (const path of ['/approvals', '/approvals?tab=decided', '/traces', '/audit?actor=nobody', '/settings/keys'])
      expect.soft(await visit(page, holdpoint.url, { path, state: path })).toEqual([])
  })
})
