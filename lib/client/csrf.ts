let pending: Promise<string> | null = null

/** The token that proves a write comes from our own page; asked for once per page load. */
export function csrfToken(): Promise<string> {
  pending ??= fetchToken().catch(error => {
    pending = null
    throw error
  })
  return pending
}

export function forgetCsrfToken(): void {
  pending = null
}

async function fetchToken(): Promise<string> {
  const response = await fetch('/api/v1/me', { credentials: 'same-origin', cache: 'no-store' })
  if (!response.ok) return ''
  const me: { csrfToken?: string } = await response.json()
  return me.csrfToken ?? ''
}
