/** Random figures from a seed, for tests: mulberry32, uniform over [0, 1). */
export function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export const normalOf = (next: () => number) => () =>
  Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())

/** By inversion; by the normal distribution where that would take long. */
export function poissonOf(next: () => number, normal: () => number) {
  return (mean: number): number => {
    if (mean > 200) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()))
    const target = next()
    let count = 0
    let each = Math.exp(-mean)
    let sum = each
    while (target > sum && count < 1000) {
      count++
      each *= mean / count
      sum += each
    }
    return count
  }
}
