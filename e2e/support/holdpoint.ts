import { test as base, expect } from '@playwright/test'
import { keepRows, restoreRows } from './rows.ts'
import { type Holdpoint, startHoldpoint } from './server.ts'

/** The administrator of every Holdpoint that a test does not set up by hand. */
export const mira = { email: 'mira@example.com', password: 'a sentence is easier to keep' }

/** Of an agent: ingest, agent, ci and read. */
export const key = 'hp_an_agent_of_the_tests_0123456789abcdef'

/** What an agent's request carries. */
export const asAgent = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }

/** Makes mira and the key at the first start. */
export const init = {
  HOLDPOINT_INIT_EMAIL: mira.email,
  HOLDPOINT_INIT_PASSWORD: mira.password,
  HOLDPOINT_INIT_API_KEY: key,
}

interface Shared {
  holdpoint: Holdpoint
  /** Brings its data back to what they were after the first start. */
  clean(): Promise<void>
}

/** Every spec uses this `test`, or the one of fixtures.ts, which extends it for pages. */
export const test = base.extend<object, { shared: Shared }>({
  /** One server for all files that a worker runs, one after another. */
  shared: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures are needed
    async ({}, use) => {
      const holdpoint = await startHoldpoint(init)
      // Its signing key is made at the first question, and kept in memory from then on.
      await fetch(`${holdpoint.url}/.well-known/jwks.json`)
      await keepRows(holdpoint.databaseUrl)
      await use({ holdpoint, clean: () => restoreRows(holdpoint.databaseUrl) })
      expect(await holdpoint.stop(), holdpoint.output()).toBe(0)
    },
    { scope: 'worker', timeout: 400_000 },
  ],
})

/** What a test may do with a server that others use after it. */
export type SharedHoldpoint = Pick<Holdpoint, 'url' | 'databaseUrl' | 'output' | 'pid'>

/**
 * For the tests of a file or a describe: a Holdpoint with mira and the key and nothing else. It is the worker's own
 * server, with its data as they were after the first start: starting one takes 2 to 6 seconds, this a tenth of one.
 */
export function givenHoldpoint(): SharedHoldpoint {
  let given: Holdpoint | undefined
  test.beforeAll(async ({ shared }) => {
    await shared.clean()
    given = shared.holdpoint
  })
  tellOutput(() => given)
  return delegate(() => given)
}

/**
 * For tests that stop or kill the server, or start it with other settings: one of their own, started before the first
 * of them, and stopped after the last, which must end well. Without `env` it has mira and the key.
 */
export function givenOwnHoldpoint(env: Record<string, string> = init, options: { embedded?: boolean } = {}): Holdpoint {
  let started: Holdpoint | undefined
  test.beforeAll(async () => {
    test.setTimeout(180_000)
    started = await startHoldpoint(env, options)
  })
  test.afterAll(async () => {
    if (started) expect(await started.stop(), started.output()).toBe(0)
  })
  tellOutput(() => started)
  return delegate(() => started)
}

/** Prints what the server printed, where a test fails. */
function tellOutput(holdpoint: () => Holdpoint | undefined): void {
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures are needed
  test.afterEach(async ({}, info) => {
    if (info.status === info.expectedStatus) return
    const output = holdpoint()?.output() ?? ''
    await info.attach('server output', { body: output, contentType: 'text/plain' })
    console.log(`The server printed:\n${output.split('\n').slice(-40).join('\n')}`)
  })
}

function delegate(holdpoint: () => Holdpoint | undefined): Holdpoint {
  const current = () => {
    const started = holdpoint()
    if (!started) throw new Error('it starts before the first test, not while the file is read')
    return started
  }
  return {
    get url() {
      return current().url
    },
    get dataDir() {
      return current().dataDir
    },
    get databaseUrl() {
      return current().databaseUrl
    },
    pid: () => current().pid(),
    output: () => current().output(),
    kill: () => current().kill(),
    restart: () => current().restart(),
    stop: () => current().stop(),
  }
}
