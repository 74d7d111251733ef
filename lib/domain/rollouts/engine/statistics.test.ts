import { describe, expect, it } from 'vitest'
import { differenceOf, rateLower, rateSequence, rateUpper, reachOf, stratify } from './statistics.ts'

describe('bounds of a rate', () => {
  // How many requests it takes, with so many errors, until the upper bound is below 1 % at an alpha of 5 %.
  it.each([
    [0, 299],
    [1, 473],
    [2, 628],
    [3, 773],
    [4, 913],
  ])('proves a rate below 1 % with %i errors at %i requests and not before', (errors, requests) => {
    expect(rateUpper(errors, requests, 0.05)).toBeLessThan(0.01)
    expect(rateUpper(errors, requests - 1, 0.05)).toBeGreaterThanOrEqual(0.01)
  })

  it.each([
    [7, 299],
    [16, 1000],
    [29, 2000],
    [63, 5000],
  ])('proves a rate above 1 %% with %i of %i', (errors, requests) => {
    expect(rateLower(errors, requests, 0.05)).toBeGreaterThan(0.01)
    expect(rateLower(errors - 1, requests, 0.05)).toBeLessThanOrEqual(0.01)
  })

  it('asks for more data where it is checked continuously', () => {
    const { low, high } = rateSequence(2, 700, 0.05)
    expect(low).toBeLessThan(2 / 700)
    expect(high).toBeGreaterThan(rateUpper(2, 700, 0.05))
    expect(rateSequence(0, 0, 0.05)).toEqual({ low: 0, high: 1 })
  })
})

describe('compared means', () => {
  const scores = (n: number, mean: number) => ({ n, sum: n * mean, squares: n * (mean * mean + 0.04) })

  it('does not mistake harder traffic for a worse release', () => {
    const early = differenceOf(scores(100, 0.8), scores(100, 0.8))
    const late = differenceOf(scores(900, 0.7), scores(300, 0.7))
    expect(stratify([early, late].filter(one => one !== null))?.value).toBeCloseTo(0, 9)
    const pooled = differenceOf(scores(1000, 0.71), scores(400, 0.725))
    expect(pooled?.value).toBeLessThan(-0.01)
  })

  it('knows the bound of the normal distribution', () => {
    expect(reachOf(0.05)).toBeCloseTo(1.645, 3)
    expect(reachOf(0.025)).toBeCloseTo(1.96, 3)
  })

  it('has no answer for fewer than two values', () => expect(differenceOf(scores(1, 1), scores(9, 1))).toBeNull())
})
