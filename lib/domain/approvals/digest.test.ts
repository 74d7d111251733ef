import { describe, expect, test } from 'vitest'
import { canonicalJson } from '#lib/shared/canonical-json.ts'
import { isProblem } from '#lib/shared/problem.ts'
import { findFault } from '#lib/shared/strict-json.ts'
import { seal } from './digest.ts'
import vectors from './digest.vectors.json' with { type: 'json' }

const base = vectors.subjects[0]?.subject ?? expect.unreachable()

test.each(vectors.numbers)('the double $ieee754 is written $canonical', ({ ieee754, canonical }) => {
  expect(canonicalJson(Buffer.from(ieee754, 'hex').readDoubleBE())).toBe(canonical)
})

test.each(vectors.canonical)('$json is canonical as the RFC says', ({ json, canonical }) => {
  expect(canonicalJson(JSON.parse(json))).toBe(canonical)
})

describe('the digest another implementation computed', () => {
  test.each(vectors.subjects)('$what', ({ subject, arguments: text, canonical, digest }) => {
    expect(findFault(text)).toBeNull()
    expect(seal({ ...subject, arguments: JSON.parse(text) })).toEqual({ text: canonical, digest })
  })

  test('differs for each of them, and for each field', () => {
    const digests = vectors.subjects.map(({ digest }) => digest)
    const subject = { ...base, arguments: { a: 1 } }
    for (const name of Object.keys(base)) digests.push(seal({ ...subject, [name]: 'other' }).digest)
    expect(new Set(digests).size).toBe(digests.length)
  })
})

describe('ambiguous arguments are invalid, and their path is named', () => {
  test.each(vectors.refused)('$what', ({ arguments: text, path }) => {
    const atDoor = findFault(text)
    if (atDoor) expect(atDoor.path).toBe(path)
    else expect(() => seal({ ...base, arguments: JSON.parse(text) })).toThrow(fieldIs(`body.arguments.${path}`))
  })

  test('half a surrogate pair in another field is invalid, and that field is named', () => {
    expect(() => seal({ ...base, run: '\ud800', arguments: {} })).toThrow(fieldIs('body.runId'))
  })

  test('arguments larger than the limit are invalid', () => {
    expect(() => seal({ ...base, arguments: { text: 'é'.repeat(128 * 1024) } })).toThrow(fieldIs('body.arguments'))
  })
})

const fieldIs = (field: string) =>
  expect.toSatisfy((error: unknown) => isProblem(error) && error.fields.status === 422 && error.fields.field === field)
