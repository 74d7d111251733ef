/** Over https every cookie is bound to this very host; plain http (loopback) cannot carry the prefix. */
const prefix = (https: boolean) => (https ? '__Host-' : '')

export const sessionCookieName = (https: boolean): string => `${prefix(https)}next-auth.session-token`
export const callbackCookieName = (https: boolean): string => `${prefix(https)}next-auth.callback-url`
export const csrfCookieName = (https: boolean): string => `${prefix(https)}next-auth.csrf-token`

/** All cookies of a Cookie header; the first of a name wins, values are percent-decoded where they can be. */
export function readCookies(header: string | null): Record<string, string> {
  const cookies: Record<string, string> = Object.create(null)
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=')
    if (at < 1) continue
    const name = pair.slice(0, at).trim()
    if (!(name in cookies)) cookies[name] = decodeValue(pair.slice(at + 1).trim())
  }
  return cookies
}

export const readCookie = (header: string | null, name: string): string | null => readCookies(header)[name] ?? null

function decodeValue(value: string): string {
  const bare = value.startsWith('"') && value.endsWith('"') && value.length > 1 ? value.slice(1, -1) : value
  try {
    return decodeURIComponent(bare)
  } catch {
    return bare
  }
}
