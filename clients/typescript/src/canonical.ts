export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
export type JsonObject = { [name: string]: Json }

/** RFC 8785 canonical JSON: the one text of a value. Throws for what JSON cannot say exactly. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') {
    if (!isWellFormed(value)) throw new TypeError('a text holds half of a surrogate pair')
    return JSON.stringify(value)
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} is not JSON`)
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join(',')}]`
  if (typeof value === 'object' && isPlain(value)) {
    const names = Object.keys(value).sort()
    const pairs = names.map(name => `${canonicalJson(name)}:${canonicalJson((value as Record<string, unknown>)[name])}`)
    return `{${pairs.join(',')}}`
  }
  throw new TypeError(`${typeof value} is not JSON`)
}

/** Half of a pair: with the flag u it is a character of its own class. */
const isWellFormed = (text: string) => !/\p{Surrogate}/u.test(text)

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

export async function digestOf(subject: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(canonicalJson(subject))
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return `sha256:${Array.from(hash, byte => byte.toString(16).padStart(2, '0')).join('')}`
}

/** A copy of its own, without what JSON leaves out. Throws where the value is not JSON. */
export function asJson(value: unknown): Json {
  const text = JSON.stringify(value, (_, each: unknown) => {
    const lost =
      typeof each === 'function' || typeof each === 'symbol' || (typeof each === 'number' && !Number.isFinite(each))
    // JSON would leave it out, or write null: another call than was made.
    if (lost) throw new TypeError(`${String(each)} is not JSON`)
    return each
  })
  if (text === undefined) throw new TypeError(`${typeof value} is not JSON`)
  const copy = JSON.parse(text) as Json
  canonicalJson(copy)
  return copy
}

export function sameJson(one: unknown, other: unknown): boolean {
  try {
    return canonicalJson(one) === canonicalJson(other)
  } catch {
    return false
  }
}
