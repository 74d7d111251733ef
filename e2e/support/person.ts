/** A signed-in person over plain HTTP: the way a page's own requests go, without the page. */
export async function signInByHttp(url: string, email: string, password: string, project?: string) {
  const jar = new Map<string, string>()
  const send = async (path: string, init: RequestInit = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url + path, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, cookie, origin: url },
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      jar.set(name, value)
    }
    return response
  }
  const { csrfToken } = await (await send('/api/auth/csrf')).json()
  await send('/api/auth/callback/credentials', {
    method: 'POST',
    body: new URLSearchParams({ csrfToken, email, password }),
  })
  const me = await (await send('/api/v1/me')).json()
  return (method: string, path: string, body?: object) =>
    send(path, {
      method,
      headers: {
        'content-type': 'application/json',
        'x-csrf-token': me.csrfToken,
        ...(project && { 'x-holdpoint-project': project }),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
}
