/** The part of Node's response that next-auth's classic handler uses, collected into a Response. */
export function responseCollector() {
  const headers = new Headers()
  let status = 200
  let body: string | null = null
  const res = {
    status(code: number) {
      status = code
      return res
    },
    getHeader: (name: string) => (name.toLowerCase() === 'set-cookie' ? headers.getSetCookie() : headers.get(name)),
    setHeader(name: string, value: string | string[]) {
      headers.delete(name)
      for (const one of [value].flat()) headers.append(name, one)
      return res
    },
    json(value: unknown) {
      headers.set('content-type', 'application/json')
      body = JSON.stringify(value)
      return res
    },
    send(value: unknown) {
      if (typeof value !== 'string') return value === undefined ? res : res.json(value)
      body = value
      return res
    },
    end: () => res,
  }
  return {
    res,
    /** Redirects inside `origin` become paths, so that they hold behind any proxy. */
    response(origin: string): Response {
      const location = headers.get('location')
      if (location?.startsWith(`${origin}/`)) headers.set('location', location.slice(origin.length))
      else if (location === origin) headers.set('location', '/')
      if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-store')
      headers.set('x-content-type-options', 'nosniff')
      return new Response(body, { status, headers })
    },
  }
}
