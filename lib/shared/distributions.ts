/** Lanczos approximation, 15 digits for x > 0. */
const lanczosFirst = 0.9999999999998099
const lanczos: readonly number[] = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
]

/** Natural logarithm of the gamma function, for x > 0. */
export function lnGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - lnGamma(1 - x)
  const at = x - 1
  const sum = lanczos.reduce((all, term, i) => all + term / (at + i + 1), lanczosFirst)
  const t = at + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (at + 0.5) * Math.log(t) - t + Math.log(sum)
}

/** Regularised incomplete beta function, by its continued fraction. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  // The fraction converges fast only on this side of the mean.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const front = Math.exp(lnGamma(a + b) - lnGamma(a) - lnGamma(b) + a * Math.log(x) + b * Math.log(1 - x)) / a
  return front * betaFraction(x, a, b)
}

const tiny = 1e-300
const notZero = (value: number) => (Math.abs(value) < tiny ? tiny : value)

/** Lentz's method. */
function betaFraction(x: number, a: number, b: number): number {
  let d = 1 / notZero(1 - ((a + b) * x) / (a + 1))
  let c = 1
  let value = d
  for (let m = 1; m < 300; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    for (const term of [even, odd]) {
      d = 1 / notZero(1 + term * d)
      c = notZero(1 + term / c)
      value *= c * d
    }
    if (Math.abs(c * d - 1) < 1e-14) break
  }
  return value
}

/** How often Student's t with these degrees of freedom is at least as far from 0. */
export function studentTails(t: number, freedom: number): number {
  if (!Number.isFinite(t)) return 0
  return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5)
}

/** How often a normal figure is at least `z` standard deviations from its mean, either way. */
export function normalTails(z: number): number {
  // Student's t with very many degrees of freedom is the normal distribution to six digits.
  return studentTails(z, 1e7)
}

const lnChoose = (n: number, k: number) => lnGamma(n + 1) - lnGamma(k + 1) - lnGamma(n - k + 1)

/**
 * Fisher's exact test: with the total of hits given, how often two samples differ at least as strangely by chance alone.
 * Its time grows with the number of hits.
 */
export function fisherTails(hitsA: number, sizeA: number, hitsB: number, sizeB: number): number {
  const hits = hitsA + hitsB
  const whole = lnChoose(sizeA + sizeB, hits)
  const chance = (k: number) => Math.exp(lnChoose(sizeA, k) + lnChoose(sizeB, hits - k) - whole)
  // A table that is as likely as the one seen counts, whatever the last digit says.
  const limit = chance(hitsA) * (1 + 1e-7)
  let sum = 0
  for (let k = Math.max(0, hits - sizeB); k <= Math.min(sizeA, hits); k++) {
    const each = chance(k)
    if (each <= limit) sum += each
  }
  return Math.min(1, sum)
}
