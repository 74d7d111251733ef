import { createHash } from 'node:crypto'
import { canonicalJson } from '#lib/shared/canonical-json.ts'
import { invalid } from '#lib/shared/problem.ts'
import type { Subject } from './schemas.ts'

/** Canonical bytes of arguments at most, and levels of nesting: a person has to read them. */
const maxBytes = 256 * 1024
const maxDepth = 32

export interface Sealed {
  /** RFC 8785 text. */
  text: string
  /** `sha256:` + hex of the text's UTF-8. */
  digest: string
}

/** Canonical text and digest of a subject. Throws 422 naming the path of what could be read in two ways. */
export function seal(subject: Subject): Sealed {
  checkExact(subject.arguments, 'body.arguments', 0)
  const text = canonicalJson(subject)
  if (Buffer.byteLength(text) > maxBytes)
    throw invalid(`The arguments are larger than ${maxBytes} bytes.`, 'body.arguments')
  return { text, digest: `sha256:${createHash('sha256').update(text).digest('hex')}` }
}

function checkExact(value: unknown, path: string, depth: number): void {
  if (depth > maxDepth) throw invalid(`Nested deeper than ${maxDepth} levels.`, path)
  if (typeof value === 'number') {
    const exact = Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))
    if (!exact) throw invalid('Numbers beyond 2^53-1 are not exact in JSON; send them as text.', path)
  }
  if (typeof value === 'string' && !value.isWellFormed())
    throw invalid('The text holds half of a surrogate pair.', path)
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) checkExact(item, `${path}.${i}`, depth + 1)
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (!key.isWellFormed()) throw invalid('A name holds half of a surrogate pair.', path)
      checkExact(item, `${path}.${key}`, depth + 1)
    }
  }
}
