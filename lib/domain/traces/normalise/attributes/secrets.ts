import { remembered } from '#lib/domain/traces/normalise/lookup.ts'

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

/** Facts of a key. */
export const factsOf = remembered(5000, (key): KeyFacts => {
  const last = key.slice(Math.max(key.lastIndexOf('.'), key.lastIndexOf('/')) + 1)
  return {
    secret: secretNames.has(last.toLowerCase().replaceAll('_', '-')),
    headers: headerKeys.test(last),
    vector: vectorKeys.test(last),
  }
})

/** Takes credentials out of JSON or a Python literal inside text, e.g. `{'Authorization': 'Bearer …'}`. */
export function redactText(text: string): string {
  return text.replace(quotedSecret, (_match, before: string, quote: string) => `${before}${quote}[redacted]${quote}`)
}
