import { createHash } from 'node:crypto'

/** Chance that is the same for the same seed, on every machine. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number
  between(low: number, high: number): number
  whole(low: number, high: number): number
  pick<T>(items: readonly T[]): T
  chance(share: number): boolean
  /** Around `middle`, always positive, with the long tail that durations and sizes have. */
  around(middle: number, spread?: number): number
  hex(bytes: number): string
}

/** Its own stream for each list of seeds: what one run draws moves nothing in another. */
export function randomOf(...seeds: readonly (string | number)[]): Random {
  const digest = createHash('sha256').update(JSON.stringify(seeds)).digest()
  const next = sfc32(digest.readUInt32LE(0), digest.readUInt32LE(4), digest.readUInt32LE(8), digest.readUInt32LE(12))
  const between = (low: number, high: number) => low + next() * (high - low)
  const whole = (low: number, high: number) => Math.floor(between(low, high + 1))
  return {
    next,
    between,
    whole,
    pick: items => items[whole(0, items.length - 1)] as (typeof items)[number],
    chance: share => next() < share,
    around(middle, spread = 0.3) {
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
      return middle * Math.exp(spread * normal)
    },
    hex: bytes => Array.from({ length: bytes }, () => whole(0, 255).toString(16).padStart(2, '0')).join(''),
  }
}

/** Chris Doty-Humphrey's small fast counter, 32 bits. */
function sfc32(first: number, second: number, third: number, counter: number): () => number {
  let [a, b, c, d] = [first, second, third, counter]
  return () => {
    const t = (a + b + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t
    return (t >>> 0) / 4_294_967_296
  }
}
