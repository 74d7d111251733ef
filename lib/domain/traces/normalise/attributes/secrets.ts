/** What a key alone says about its value. */
interface KeyFacts {
  /** The value is a credential. */
  secret: boolean
  /** The value may be text with headers inside. */
  headers: boolean
  /** The value may be an embedding vector. */
  vector: boolean
}

/** Last part of a key, lower case, `_` as `-`. Clients record request headers and client settings as they are. */
const secretNames = new Set([
  'authorization',
  'proxy-authorization',
  'api-key',
  'apikey',
  'x-api-key',
  'x-goog-api-key',
  'openai-api-key',
  'anthropic-api-key',
  'cookie',
  'set-cookie',
  'x-auth-token',
  'x-amz-security-token',
  'access-token',
  'client-secret',
  'password',
])

const headerKeys = /(headers?|invocation[_-]parameters|config|settings|metadata|body|kwargs)$/i
const vectorKeys = /(vectors?|embeddings?)$/i
/**
 * A secret's name in quotes (maybe escaped: JSON inside JSON) and the value after it. Every closing mark is optional, so that a value cut in
 * the middle is taken out too, and so that what was scanned is also consumed: an attacker's `"cookie":["cookie":[…` costs linear time.
 */
const quotedSecret = new RegExp(
  [
    String.raw`((\\{0,8}["'])(?:proxy-authorization|authorization|x-api-key|x-goog-api-key|(?:openai_|anthropic_)?api[-_]?key|set-cookie|cookie`,
    String.raw`|x-auth-token|access_token|client_secret|password)\2\s*:\s*)`,
    String.raw`(?:\[[^\]]*\]?|"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|\\{1,8}["'][^"'\\]*(?:\\{1,8}["'])?)`,
  ].join(''),
  'gis',
)

const known = new Map<string, KeyFacts>()
const knownLimit = 5000

/** Facts of a key, remembered: a client sends the same few hundred keys for ever. */
export function factsOf(key: string): KeyFacts {
  const found = known.get(key)
  if (found) return found
  const last = key.slice(Math.max(key.lastIndexOf('.'), key.lastIndexOf('/')) + 1)
  const facts = {
    secret: secretNames.has(last.toLowerCase().replaceAll('_', '-')),
    headers: headerKeys.test(last),
    vector: vectorKeys.test(last),
  }
  // Keys are the sender's to choose: without a bound they would fill the memory.
  if (known.size >= knownLimit) known.clear()
  known.set(key, facts)
  return facts
}

/** Takes credentials out of JSON or a Python literal inside text, e.g. `{'Authorization': 'Bearer …'}`. */
export function redactText(text: string): string {
  return text.replace(quotedSecret, (_match, before: string, quote: string) => `${before}${quote}[redacted]${quote}`)
}
