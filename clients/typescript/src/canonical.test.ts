import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import known from '../../../lib/domain/approvals/digest.vectors.json' with { type: 'json' }
import { assign, bucketOf, murmur3 } from './assignment.ts'
import { asJson, canonicalJson, digestOf } from './canonical.ts'

test('canonical texts and digests are those of the standard and of the server', async () => {
  for (const { ieee754, canonical } of known.numbers) {
    const bits = new DataView(new ArrayBuffer(8))
    bits.setBigUint64(0, BigInt(`0x${ieee754}`))
    expect(canonicalJson(bits.getFloat64(0))).toBe(canonical)
  }
  for (const { json, canonical } of known.canonical) expect(canonicalJson(JSON.parse(json))).toBe(canonical)
  for (const { subject, arguments: args, digest } of known.subjects)
    expect(await digestOf({ ...subject, arguments: JSON.parse(args) })).toBe(digest)
})

test('what JSON cannot express exactly is an error, not rewritten', () => {
  for (const value of [Number.NaN, { a: Number.POSITIVE_INFINITY }, [() => 1], '\ud800', undefined, 1n])
    expect(() => asJson(value)).toThrow()
})

const vectors = new URL('../../../lib/domain/assignment/assignment.vectors.json', import.meta.url)

test('buckets and assignments are those of the server', () => {
  const spread = JSON.parse(readFileSync(vectors, 'utf8'))
  for (const each of spread.murmur3) expect(murmur3(each.text)).toBe(each.murmur3)
  for (const each of spread.buckets) expect(bucketOf(each.seed, each.unit)).toBe(each.bucket)
  const of = { agent: 'a', environment: 'e', baseline: 'old', candidate: 'new', rolloutId: 'r' }
  for (const { unit, variant, ...each } of spread.assignments)
    expect(assign({ ...of, ...each }, unit).variant).toBe(variant)
})
