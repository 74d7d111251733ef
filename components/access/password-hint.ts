import { minPasswordLength } from '#lib/domain/access/rules.ts'

export const passwordHint = `At least ${minPasswordLength} characters. A whole sentence is easy to remember.`

/** What is wrong with a new password, or null. Counted as the server counts it. */
export const passwordFault = (password: string): string | null =>
  password.normalize('NFKC').length < minPasswordLength ? `At least ${minPasswordLength} characters.` : null
