import { hash, verify } from '@node-rs/argon2'
import { once } from '#lib/platform/registry.ts'
import { unavailable } from '#lib/shared/problem.ts'
import { normalisePassword } from '../rules.ts'

/** argon2id (the library's default algorithm), 19 MiB, two passes, one lane: OWASP's first recommendation. */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Hashes at once: each holds 19 MiB and a thread. */
const maxRunning = 4
/** More than this wait only in a flood, which would take memory and minutes before it was answered. */
const maxWaiting = 100

interface Gate {
  running: number
  waiting: (() => void)[]
}

/** Runs one hash when there is room. Throws 503 when too many wait. */
async function withRoom<T>(work: () => Promise<T>): Promise<T> {
  const gate = once('access.hashes', (): Gate => ({ running: 0, waiting: [] }))
  if (gate.running < maxRunning) gate.running += 1
  else {
    if (gate.waiting.length >= maxWaiting) throw unavailable('Too many sign-ins at once. Try again in a moment.')
    // Whoever ends hands its place on, so nobody overtakes.
    await new Promise<void>(resolve => gate.waiting.push(resolve))
  }
  try {
    return await work()
  } finally {
    const next = gate.waiting.shift()
    if (next) next()
    else gate.running -= 1
  }
}

/** PHC string with its own salt. Throws 503 in a flood. */
export const hashPassword = (password: string): Promise<string> =>
  withRoom(() => hash(normalisePassword(password), options))

/**
 * Whether the password is the account's. With no account it does the same work and answers false, so that the time
 * taken does not tell which addresses have one. Throws 503 in a flood.
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const against = stored ?? (await once('access.nobody', () => hash(crypto.randomUUID(), options)))
  const same = await withRoom(() => verify(against, normalisePassword(password)))
  return stored !== null && same
}
