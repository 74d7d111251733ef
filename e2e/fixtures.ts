/**
 * How to write a spec that opens pages:
 *
 *     import { expect, signIn, test } from './fixtures.ts'
 *     import { givenHoldpoint, key, mira } from './support/holdpoint.ts'
 *
 *     const holdpoint = givenHoldpoint()
 *     test.beforeEach(({ page }) => signIn(page, holdpoint.url, mira.email, mira.password))
 *
 *     test('a page shows what came', async ({ page }) => {
 *       await sendSpans(holdpoint.url, key, [...])
 *       await page.goto(`${holdpoint.url}/traces`)
 *     })
 *
 * `givenHoldpoint` gives a file (or a describe) the server of the worker that runs it, with the administrator mira and
 * an agent's key, and no other data: whatever the file before it wrote is gone. Tests of one file see each other's data.
 * Where a test stops or kills the server, needs other settings, or changes what the server keeps in memory, it takes
 * `givenOwnHoldpoint(env)`, which costs a start. `openInbox(holdpoint)` and `furnish(holdpoint)` fill one.
 * Files run in two workers side by side, so nothing may take a fixed port or assume that the machine is idle; what
 * measures memory or fills the machine is listed in playwright.config.ts as `apart`.
 * Tests without a page import `test` from './support/holdpoint.ts'.
 */

import { spawn } from 'node:child_process'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'
import { test as base } from './support/holdpoint.ts'

/** Before React has taken a page over, what is chosen in a field is lost; a person is never that quick. A hidden textarea measures another one and is not React's. */
async function untilInteractive(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll('a, button, input, select, textarea:not([aria-hidden])')].every(element =>
      Object.keys(element).some(name => name.startsWith('__reactProps')),
    ),
  )
}

/** Fails a test on any console error, page error or failed request it did not announce. */
export const test = base.extend<{ strict: { allow(pattern: RegExp): void } }>({
  strict: [
    async ({ page }, use) => {
      const allowed: RegExp[] = []
      const seen: string[] = []
      page.on(
        'console',
        message => message.type() === 'error' && seen.push(`console: ${message.text()} ${message.location().url}`),
      )
      page.on('pageerror', error => seen.push(`page: ${error.message}`))
      page.on('requestfailed', request => {
        const reason = request.failure()?.errorText ?? ''
        // Leaving a page ends its stream and its prefetches; that is not a failure.
        if (reason !== 'net::ERR_ABORTED') seen.push(`request: ${request.url()} ${reason}`)
      })
      const goto = page.goto.bind(page)
      page.goto = async (...args) => {
        const response = await goto(...args)
        if (response?.headers()['content-type']?.startsWith('text/html')) await untilInteractive(page)
        return response
      }
      await use({ allow: pattern => allowed.push(pattern) })
      expect(seen.filter(line => !allowed.some(pattern => pattern.test(line)))).toEqual([])
    },
    { auto: true },
  ],
})

export interface Agent {
  /** Resolves with the line of a step. */
  step(name: string): Promise<Record<string, unknown>>
}

/** Runs e2e/support/agent.ts in its own process. */
export function runAgent(env: Record<string, string>): Agent {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'support/agent.ts')], {
    env: { ...process.env, ...env },
  })
  const lines: Record<string, unknown>[] = []
  const waiting = new Map<string, (line: Record<string, unknown>) => void>()
  let errors = ''
  child.stderr.on('data', chunk => {
    errors += chunk
  })
  let rest = ''
  child.stdout.on('data', chunk => {
    rest += chunk
    const whole = rest.split('\n')
    rest = whole.pop() ?? ''
    for (const text of whole) {
      const line = JSON.parse(text)
      lines.push(line)
      waiting.get(line.step)?.(line)
    }
  })
  return {
    step: name =>
      new Promise((resolve, reject) => {
        const known = lines.find(line => line.step === name)
        if (known) return resolve(known)
        waiting.set(name, resolve)
        child.once('exit', code => code !== 0 && reject(new Error(`agent ended with ${code}: ${errors}`)))
      }),
  }
}

/** Signs in without the form, which e2e/access.spec.ts holds: two pages fewer in every test. Opens no page. */
export async function signIn(page: Page, url: string, email: string, password: string): Promise<void> {
  const { request } = page.context()
  const { csrfToken } = await (await request.get(`${url}/api/auth/csrf`)).json()
  const form = { csrfToken, email, password, json: 'true' }
  const answer = await request.post(`${url}/api/auth/callback/credentials`, { form, headers: { origin: url } })
  expect(answer.ok(), await answer.text()).toBe(true)
  const kept = (await page.context().cookies(url)).some(({ name }) => name.endsWith('session-token'))
  expect(kept, `${email} is signed in`).toBe(true)
}

export { expect }
