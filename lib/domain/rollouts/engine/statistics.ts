import { incompleteBeta, lnGamma, normalTails } from '#lib/shared/distributions.ts'
import type { Moments } from './types.ts'

/** The place between 0 and 1 at which a growing function reaches a value. */
function invert(of: (x: number) => number, wanted: number): number {
  let [low, high] = [0, 1]
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2
    if (of(middle) < wanted) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Clopper–Pearson: the highest rate that k of n allow, wrong in at most alpha of cases. */
export const rateUpper = (k: number, n: number, alpha: number): number =>
  k >= n ? 1 : invert(x => incompleteBeta(x, k + 1, n - k), 1 - alpha)

/** Clopper–Pearson: the lowest rate that k of n allow. */
export const rateLower = (k: number, n: number, alpha: number): number =>
  k <= 0 ? 0 : invert(x => incompleteBeta(x, k, n - k + 1), alpha)

const lnBeta = (a: number, b: number) => lnGamma(a) + lnGamma(b) - lnGamma(a + b)
// The mixture has most of its weight at the error rates of healthy agents.
const prior = { a: 1, b: 400 }

/** Logarithm of the evidence that a mixture of rates has against the rate p0. It is valid at any time. */
const lnMixture = (k: number, n: number, p0: number): number =>
  lnBeta(prior.a + k, prior.b + n - k) - lnBeta(prior.a, prior.b) - k * Math.log(p0) - (n - k) * Math.log(1 - p0)

/** The rates that k of n allow at any number of checks: Robbins' mixture excludes the others. */
export function rateSequence(k: number, n: number, alpha: number): { low: number; high: number } {
  if (n === 0) return { low: 0, high: 1 }
  const threshold = Math.log(2 / alpha)
  const seen = Math.min(Math.max(k / n, 1e-9), 1 - 1e-9)
  const excluded = (p: number) => lnMixture(k, n, p) >= threshold
  const high = invert(x => (excluded(seen + (1 - seen) * x) ? 1 : 0), 0.5)
  const low = invert(x => (excluded(seen * x) ? 0 : 1), 0.5)
  return { low: k === 0 ? 0 : seen * low, high: seen + (1 - seen) * high }
}

export const mean = ({ n, sum }: Moments): number | null => (n === 0 ? null : sum / n)

/** Variance of single values; null for fewer than two. */
export function variance({ n, sum, squares }: Moments): number | null {
  return n < 2 ? null : Math.max(0, (squares - (sum * sum) / n) / (n - 1))
}

/** A figure with the square of its standard error and the number of its values. */
export interface Estimate {
  value: number
  error2: number
  n: number
}

/** Candidate minus control. */
export function differenceOf(candidate: Moments, control: Moments): Estimate | null {
  const [a, b] = [variance(candidate), variance(control)]
  if (a === null || b === null) return null
  // Even if all scores are alike, the next one could differ: one such value is assumed.
  const floor = 1 / 12
  const of = (v: number, n: number) => Math.max(v, floor / n) / n
  return {
    value: candidate.sum / candidate.n - control.sum / control.n,
    error2: of(a, candidate.n) + of(b, control.n),
    n: candidate.n + control.n,
  }
}

/** Logarithm of the ratio of two means. */
export function logRatioOf(candidate: Moments, control: Moments): Estimate | null {
  const [a, b] = [variance(candidate), variance(control)]
  if (a === null || b === null || candidate.sum <= 0 || control.sum <= 0) return null
  const [ma, mb] = [candidate.sum / candidate.n, control.sum / control.n]
  const error2 = a / (candidate.n * ma * ma) + b / (control.n * mb * mb)
  return { value: Math.log(ma / mb), error2: Math.max(error2, 1e-8), n: candidate.n + control.n }
}

/** Phases are weighted by their certainty, so that harder traffic in a later phase does not look like a worse release. */
export function stratify(strata: readonly Estimate[]): Estimate | null {
  if (strata.length === 0) return null
  const weights = strata.map(({ error2 }) => 1 / error2)
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  return {
    value: strata.reduce((sum, { value }, i) => sum + value * (weights[i] ?? 0), 0) / whole,
    error2: 1 / whole,
    n: strata.reduce((sum, { n }) => sum + n, 0),
  }
}

const reaches = new Map<number, number>()

/** The distance of a one-sided bound that is wrong in alpha of cases, in standard errors. */
export function reachOf(alpha: number): number {
  const known = reaches.get(alpha)
  if (known !== undefined) return known
  const reach = invert(x => 1 - normalTails(x * 10) / 2, 1 - alpha) * 10
  reaches.set(alpha, reach)
  return reach
}

/** The same, valid at any time: Waudby-Smith and others, 2021. Narrowest near `expected` values. */
export function sequenceReach(n: number, expected: number, alpha: number): number {
  const both = 2 * alpha
  const rho2 = (-2 * Math.log(both) + Math.log(-2 * Math.log(both) + 1)) / expected
  const grown = n * rho2 + 1
  return Math.sqrt((2 * grown * Math.log(Math.sqrt(grown) / both)) / (n * rho2))
}
