/** How long a request may take, in milliseconds. */
const patience = 60_000
const tries = 4

/** Says what to set, or what the server answered. */
export class UsageError extends Error {}

/**
 * A client of the server that the environment names. What the server did not answer or answered with 429 or 5xx is tried
 * again, under one Idempotency-Key, so that nothing is done twice.
 */
export function serverOf(env) {
  const url = env.HOLDPOINT_URL?.replace(/\/+$/, '')
  const key = env.HOLDPOINT_API_KEY
  if (!url) throw new UsageError('Set HOLDPOINT_URL, such as https://holdpoint.example.com')
  if (!key) throw new UsageError('Set HOLDPOINT_API_KEY to a key with the scope ci')
  return async (method, path, body, type = 'application/json') => {
    const headers = { authorization: `Bearer ${key}`, accept: 'application/json' }
    if (body !== undefined) headers['content-type'] = type
    if (method === 'POST') headers['idempotency-key'] = crypto.randomUUID()
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
    return answerOf(await insist(`${url}/api/v1${path}`, { method, headers, body: text }), url)
  }
}

async function insist(address, request) {
  for (let again = 1; ; again++) {
    const response = await fetch(address, { ...request, signal: AbortSignal.timeout(patience) }).catch(error => error)
    const busy = response instanceof Error || response.status === 429 || response.status >= 500
    if (!busy || again === tries) return response
    const seconds = Number(response.headers?.get?.('retry-after')) || 2 ** (again - 1) / 2
    await new Promise(resolve => setTimeout(resolve, Math.min(seconds, 10) * 1_000))
  }
}

async function answerOf(response, url) {
  if (response instanceof Error) {
    throw new UsageError(`${url} cannot be reached: ${response.cause?.message ?? response.message}`)
  }
  const text = await response.text()
  let answer
  try {
    answer = JSON.parse(text)
  } catch {
    throw new UsageError(`${url} answered ${response.status} with something that is no JSON. Is this a Holdpoint?`)
  }
  if (response.ok) return answer
  const issues = (answer.issues ?? []).map(({ field, message }) => `\n  ${field}: ${message}`).join('')
  const where = answer.where ? ` (${answer.where})` : ''
  throw new UsageError(`${response.status} ${answer.detail ?? answer.title ?? text.slice(0, 200)}${where}${issues}`)
}
