/**
 * Next's development server asks the npm registry whether it is the newest, and has no setting against it. Nothing of
 * ours calls outside, so that one request is answered here, with no.
 */
export function askNobodyForVersions(): void {
  const real = globalThis.fetch
  globalThis.fetch = (input, init) => {
    const address = input instanceof Request ? input.url : String(input)
    if (address.endsWith('/next/dist-tags')) return Promise.resolve(new Response(null, { status: 404 }))
    return real(input, init)
  }
}
