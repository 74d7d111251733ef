import { expect, test } from '@playwright/test'
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

/**
 * A Holdpoint of their own for the tests of a file or a describe: started before the first of
 * them, and stopped after the last, which must end well. Without `env` it has mira and the key.
 */
export function givenHoldpoint(env: Record<string, string> = init): Holdpoint {
  let started: Holdpoint | undefined
  const current = () => {
    if (!started) throw new Error('it starts before the first test, not while the file is read')
    return started
  }
  test.beforeAll(async () => {
    test.setTimeout(180_000)
    started = await startHoldpoint(env)
  })
  test.afterAll(async () => {
    if (started) expect(await started.stop()).toBe(0)
  })
  return {
    get url() {
      return current().url
    },
    get dataDir() {
      return current().dataDir
    },
    pid: () => current().pid(),
    output: () => current().output(),
    kill: () => current().kill(),
    restart: () => current().restart(),
    stop: () => current().stop(),
  }
}
