import type { AnyContract } from '#lib/shared/contract.ts'
import { Problem } from '#lib/shared/problem.ts'

/** Why signing in did not work, in one sentence; the codes are those of `/sign-in?error=`. */
export function signInProblem(code: string | null): string | null {
  if (code === null) return null
  if (code === 'CredentialsSignin') return 'E-mail and password do not match.'
  if (code === 'TooManyAttempts') return 'Too many failed attempts. Wait a few minutes, then try again.'
  if (code === 'Unavailable') return 'Holdpoint cannot reach its database. Try again in a moment.'
  return 'Signing in did not work. Try again.'
}

/** Signs the browser in. Null when it worked, otherwise the sentence to show. */
export async function signInWithPassword(email: string, password: string): Promise<string | null> {
  try {
    const csrf = await fetch('/api/auth/csrf', { cache: 'no-store' })
    const { csrfToken }: { csrfToken: string } = await csrf.json()
    // The last redirect tells: to the session when it worked, to the sign-in page with a code when it did not.
    const answer = await fetch('/api/auth/callback/credentials', {
      method: 'POST',
      body: new URLSearchParams({ csrfToken, email, password, callbackUrl: '/api/auth/session' }),
    })
    const landed = new URL(answer.url)
    if (answer.ok && landed.pathname === '/api/auth/session') return null
    return signInProblem(landed.searchParams.get('error') ?? 'Unknown')
  } catch {
    return 'Holdpoint did not answer. Check the connection and try again.'
  }
}

/** One text field of a submitted form; files and absent fields are empty. */
export function textField(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

/** Sends a request of somebody who is not signed in. @throws Problem with the server's fields, or Error with a sentence. */
export async function send({ method, path }: AnyContract, body: object): Promise<void> {
  let answer: Response
  try {
    answer = await fetch(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  } catch {
    throw new Error('Holdpoint did not answer. Check the connection, then try again.')
  }
  if (!answer.ok) throw new Problem(await answer.json())
}
