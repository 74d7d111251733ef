/** Failed sign-ins admitted per window. An address may stand for an office, so it gets more. */
export const throttleLimits = { account: 10, address: 100 } as const
export const throttleWindowSeconds = 15 * 60

export const minPasswordLength = 12

/** One spelling per account: Unicode NFKC, trimmed, lower case. */
export const normaliseEmail = (email: string): string => email.normalize('NFKC').trim().toLowerCase()

/** The same password typed on two keyboards is the same text (NIST SP 800-63B 5.1.1.2: NFKC). */
export const normalisePassword = (password: string): string => password.normalize('NFKC')

/** Where to go after signing in: a path of ours, never another site's. `//host` and `/\host` leave the site. */
export function safeReturnPath(value: string | null | undefined): string {
  if (!value || !/^\/(?!\/)[\x21-\x7e]*$/.test(value) || value.includes('\\')) return '/'
  return /^\/(sign-in|setup|api)(\/|\?|$)/.test(value) ? '/' : value
}
