import { dropDrafts } from './drafts.ts'

/** Ends the session through Auth.js' own endpoint, then leaves: no cached answer may stay on screen. */
export async function signOut(): Promise<void> {
  const { csrfToken } = await (await fetch('/api/auth/csrf', { cache: 'no-store' })).json()
  await fetch('/api/auth/signout', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, json: 'true' }),
  })
  dropDrafts()
  globalThis.location.assign('/sign-in')
}
