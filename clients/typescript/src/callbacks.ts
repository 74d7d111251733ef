import { NotAllowed } from './errors.ts'

/** What a callback is told. It says that something was decided, and lets nothing run: the claim does. */
export interface Callback {
  /** The same when it is posted again. */
  id: string
  type: string
  approval: {
    id: string
    status: string
    revision: number
    digest: string
    tool: string
    runId: string | null
    toolCallId: string | null
  }
}

const toleranceSeconds = 300

/** Reads what was posted to a callbackUrl, after signature and time were checked (Standard Webhooks). `body`: the text as it came. Throws NotAllowed. */
export async function verifyCallback(
  secret: string,
  headers: Headers | Record<string, string | string[] | undefined>,
  body: string,
  now = Date.now(),
): Promise<Callback> {
  const header = (name: string) => (headers instanceof Headers ? headers.get(name) : headers[name]) ?? ''
  const [id, timestamp, signatures] = [header('webhook-id'), header('webhook-timestamp'), header('webhook-signature')]
  const age = Math.abs(now / 1000 - Number(timestamp))
  if (!id || !timestamp || !(age <= toleranceSeconds)) throw new NotAllowed('The callback is not of this time.')
  const raw = base64(secret.replace(/^whsec_/, ''))
  if (!raw?.length) throw new TypeError('The callback secret is whsec_ and base64.')
  const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
  const text = new TextEncoder().encode(`${id}.${timestamp}.${body}`)
  for (const signature of String(signatures).split(' ')) {
    const value = signature.startsWith('v1,') ? base64(signature.slice(3)) : null
    const signed = value !== null && (await crypto.subtle.verify('HMAC', key, value, text))
    if (signed) return callbackOf(String(id), body)
  }
  throw new NotAllowed('The signature of the callback is wrong.')
}

function callbackOf(id: string, body: string): Callback {
  const { type, data } = Object(JSON.parse(body))
  return { id, type, approval: Object(data).approval }
}

/** Null where it is no base64. */
function base64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), character => character.charCodeAt(0))
  } catch {
    return null
  }
}
