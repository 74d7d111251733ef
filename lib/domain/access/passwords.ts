import { hash, verify } from '@node-rs/argon2'
import { once } from '#lib/platform/registry.ts'
import { normalisePassword } from './rules.ts'

/** argon2id (the library's default algorithm), 19 MiB, two passes, one lane: OWASP's first recommendation. */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** PHC string with its own salt. */
export const hashPassword = (password: string): Promise<string> => hash(normalisePassword(password), options)

/**
 * Whether the password is the account's. With no account it does the same work and answers false, so that the time
 * taken does not tell which addresses have one.
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const against = stored ?? (await once('access.nobody', () => hashPassword(crypto.randomUUID())))
  const same = await verify(against, normalisePassword(password))
  return stored !== null && same
}
