import { createHash } from 'node:crypto'
import { canonicalJson } from '#lib/shared/canonical-json.ts'
import { findInexact } from '#lib/shared/exact-json.ts'
import { invalid } from '#lib/shared/problem.ts'
import type { Subject } from './schemas.ts'

/** The most bytes in the canonical text of a subject: a person has to read it. */
const maxBytes = 256 * 1024

export interface Sealed {
  /** RFC 8785 text. */
  text: string
  /** `sha256:` + hex of the text's UTF-8. */
  digest: string
}

/** The canonical text and digest of a subject. Throws 422 with the path of a value that is not exact. */
export function seal(subject: Subject): Sealed {
  const fault = findInexact(subject.arguments)
  if (fault) throw invalid(fault.message, ['body', 'arguments', fault.path].filter(Boolean).join('.'))
  for (const [field, value] of Object.entries(subject)) {
    if (typeof value === 'string' && !value.isWellFormed())
      throw invalid('The text contains half of a surrogate pair.', `body.${field === 'run' ? 'runId' : field}`)
  }
  const text = canonicalJson(subject)
  if (Buffer.byteLength(text) > maxBytes)
    throw invalid(`The arguments are larger than ${maxBytes} bytes.`, 'body.arguments')
  return { text, digest: `sha256:${createHash('sha256').update(text).digest('hex')}` }
}
