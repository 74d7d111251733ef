/** Public base of the instance where configured (`HOLDPOINT_URL`), e.g. `https://holdpoint.example`. */
export function publicOrigin(): string | null {
  const configured = process.env.HOLDPOINT_URL
  if (!configured) return null
  try {
    return new URL(configured).origin
  } catch {
    return null
  }
}

/** The origin a browser sees this instance under: `HOLDPOINT_URL`, else http and the Host the browser asked for. */
export function ownOrigin(request: Request): string {
  return publicOrigin() ?? `http://${request.headers.get('host') ?? new URL(request.url).host}`
}

/** True when browsers reach the instance by https, so cookies may be Secure and host-prefixed. */
export const isHttps = (): boolean => publicOrigin()?.startsWith('https://') ?? false
