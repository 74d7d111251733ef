import { BadReceipt } from './errors.ts'

export interface KeySet {
  keys: { kid?: string; crv?: string; x?: string }[]
}

export interface Receipt {
  aid: string
  digest: string
  decision: string
  approvers: string[]
  policyVersion: string
  iat: number
  exp: number
  jti: string
}

const leewaySeconds = 60

/** What a receipt says, after signature, issuer, kind and times were checked against a JWK set. No server is asked. */
export async function verifyReceipt(receipt: string, keySet: KeySet, now = Date.now()): Promise<Receipt> {
  const keys = keysOf(keySet)
  const [head, body, signature, ...rest] = receipt.split('.')
  if (!head || !body || !signature || rest.length > 0) throw new BadReceipt('The receipt cannot be read.')
  const header = parse(head)
  const claims = parse(body)
  if (header.alg !== 'EdDSA' || header.typ !== 'holdpoint-receipt+jwt' || claims.iss !== 'holdpoint')
    throw new BadReceipt('The receipt is not from Holdpoint.')
  const key = keys.find(({ kid, crv }) => kid === header.kid && crv === 'Ed25519')
  if (!key?.x) throw new BadReceipt(`The key ${String(header.kid)} of the receipt is not known to Holdpoint.`)
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.x }
  const good = await crypto.subtle
    .importKey('jwk', jwk, { name: 'Ed25519' }, false, ['verify'])
    .then(imported => crypto.subtle.verify('Ed25519', imported, bytes(signature), encode(`${head}.${body}`)))
    .catch(() => false)
  if (!good) throw new BadReceipt('The signature of the receipt is wrong.')
  const { iat, exp } = claims
  const seconds = now / 1000
  const inTime =
    typeof iat === 'number' &&
    typeof exp === 'number' &&
    iat - leewaySeconds <= seconds &&
    seconds < exp + leewaySeconds
  if (!inTime) throw new BadReceipt('The receipt has expired or is not valid yet. Check the clock of this machine.')
  return claims as unknown as Receipt
}

function keysOf(keySet: KeySet): KeySet['keys'] {
  const { keys } = Object(keySet) as { keys?: unknown }
  if (!Array.isArray(keys)) throw new BadReceipt('The public keys of Holdpoint cannot be read.')
  return keys.map(key => Object(key) as KeySet['keys'][number])
}

const encode = (text: string) => new TextEncoder().encode(text)

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'))
  return Uint8Array.from(binary, character => character.charCodeAt(0))
}

function parse(part: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(new TextDecoder().decode(bytes(part)))) as Record<string, unknown>
  } catch {
    throw new BadReceipt('The receipt cannot be read.')
  }
}
