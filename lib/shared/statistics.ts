/** Width of a histogram bucket of the rollups: bin b holds [1.1^b, 1.1^(b+1)), bin -1 holds [0, 1). */
const base = 1.1

/**
 * The value that stands for a log bucket: its geometric middle, so that no value of the bucket is more than
 * √1.1 − 1 = 4.9 % away. Whole figures (steps, tokens) are rounded within the bucket, which makes those up to ten exact.
 */
export function binMiddle(bin: number, whole = false): number {
  if (bin < 0) return 0
  const [low, high] = [base ** bin, base ** (bin + 1)]
  const middle = base ** (bin + 0.5)
  if (!whole) return middle
  const rounded = Math.round(middle)
  if (rounded >= low && rounded < high) return rounded
  return Math.ceil(low - 1e-9)
}

/** The last log bucket whose middle is not above a value: so a threshold that lies within a bucket is off by at most 4.9 %. */
export const lastBinWithin = (value: number): number =>
  value < 1 ? -1 : Math.max(-1, Math.floor(Math.log(value) / Math.log(base) - 0.5 + 1e-9))
