import { describe, expect, test } from 'vitest'
import { murmur3 } from '#lib/shared/murmur3.ts'
import vectors from './assignment.vectors.json' with { type: 'json' }
import { type Allocation, assign, bucketOf, controlRange, everybody, faultOf } from './rules.ts'

const trying = (weightBps: number): Allocation => ({
  ...{ agent: 'triage', environment: 'production', baseline: 'triage-1', candidate: 'triage-2', weightBps },
  ...{ seed: 'rol_1', rolloutId: 'rol_1', revision: 1 },
})
const users = Array.from({ length: 20_000 }, (_, i) => `user-${i}`)
const shares = (weight: number) => {
  const count = { candidate: 0, control: 0, baseline: 0 }
  for (const user of users) count[assign(trying(weight), user).variant]++
  return count
}

describe('assign', () => {
  test('gives a candidate its share, and a control of the same size', () => {
    for (const weight of [0, 50, 500, 2_500, 5_000]) {
      const { candidate, control } = shares(weight)
      // Five standard deviations of a share of 20,000 units.
      const slack = 5 * Math.sqrt((weight / everybody) * (1 - weight / everybody) * users.length)
      expect(Math.abs(candidate - (weight / everybody) * users.length)).toBeLessThanOrEqual(slack)
      expect(Math.abs(control - (weight / everybody) * users.length)).toBeLessThanOrEqual(slack)
    }
    expect(shares(everybody)).toEqual({ candidate: users.length, control: 0, baseline: 0 })
  })

  test('takes nobody out of the candidate or moves them to the control while the weight grows to one half', () => {
    const steps = [0, 1, 500, 2_500, 4_999, 5_000, 7_500, everybody].map(trying)
    for (const user of users.slice(0, 4_000)) {
      const was = steps.map(step => assign(step, user).variant)
      const first = was.indexOf('candidate')
      expect(was.slice(first).every(variant => variant === 'candidate')).toBe(true)
    }
  })

  test('without a candidate everybody gets the baseline', () => {
    const still = { ...trying(0), candidate: null, rolloutId: null }
    expect(assign(still, 'anybody')).toEqual({ release: 'triage-1', variant: 'baseline', reason: 'STATIC' })
  })
})

test('agrees with the published vectors that every client must meet', () => {
  for (const { text, murmur3: hash } of vectors.murmur3) expect([text, murmur3(text)]).toEqual([text, hash])
  for (const { seed, unit, bucket } of vectors.buckets) expect([unit, bucketOf(seed, unit)]).toEqual([unit, bucket])
  for (const { seed, unit, weightBps, variant } of vectors.assignments)
    expect([unit, assign({ ...trying(weightBps), seed }, unit).variant]).toEqual([unit, variant])
})

test('the control never overlaps the candidate, and has the same size up to one half', () => {
  for (let weight = 0; weight <= everybody; weight += 125) {
    const { from, until } = controlRange(weight)
    expect(from).toBeGreaterThanOrEqual(weight)
    expect(until - from).toBe(Math.min(weight, everybody - weight))
  }
})

test('a fault of an allocation is named by its field', () => {
  const fault = (asked: Partial<Allocation>) => faultOf({ ...trying(500), ...asked })?.field
  expect(fault({})).toBeUndefined()
  expect(fault({ candidate: 'triage-1' })).toBe('candidate')
  expect([-1, 0.5, everybody + 1, Number.NaN].map(weightBps => fault({ weightBps }))).toEqual(
    Array(4).fill('weightBps'),
  )
  expect(fault({ candidate: null })).toBe('weightBps')
  expect(fault({ candidate: null, weightBps: 0 })).toBeUndefined()
})
