const browsers: [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bHeadlessChrome\/|\bChrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const systems: [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]

/** `Firefox on Linux`; what is not known is called unknown. User agents lie: a help to remember by, no proof. */
export function browserName(userAgent: string | null): string {
  if (!userAgent) return 'Unknown client'
  const find = (table: [RegExp, string][]) => table.find(([pattern]) => pattern.test(userAgent))?.[1]
  const [browser, system] = [find(browsers), find(systems)]
  if (!browser) return userAgent.split(' ')[0]?.slice(0, 60) ?? 'Unknown client'
  return system ? `${browser} on ${system}` : browser
}

/** What a key is worth at `now` (ms; 0 while rendering on the server, where only what is recorded counts). */
export function keyStatus(key: { expiresAt: string | null; revokedAt: string | null }, now: number) {
  if (key.revokedAt) return 'revoked'
  return key.expiresAt && Date.parse(key.expiresAt) <= now ? 'expired' : 'active'
}

/** The token in what was pasted: the whole printed link, or the token alone. */
export function tokenOf(pasted: string): string {
  const text = pasted.trim()
  return /[?&]token=([A-Za-z0-9_-]+)/.exec(text)?.[1] ?? text
}
