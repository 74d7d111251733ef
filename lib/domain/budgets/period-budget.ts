import { nanosToUsd } from '#lib/shared/money.ts'

export const periods = ['day', 'week', 'month'] as const
export type Period = (typeof periods)[number]

/**
 * What a scope has spent in one period, in nano-dollars. Each period has its own row, so a later period never resets
 * it.
 */
export interface PeriodUse {
  /** The sum of the traces at the last look. */
  known: bigint
  /** What permits have charged since that look. */
  since: bigint
  /** What permits have charged in the whole period. */
  committed: bigint
  reserved: bigint
  /** Budgets whose soft limit was reached and announced, once in a period. */
  told: string[]
}

export const newPeriod: PeriodUse = { known: 0n, since: 0n, committed: 0n, reserved: 0n, told: [] }
export const spentOf = (use: PeriodUse): bigint => use.known + use.since

const dayMs = 86_400_000

/** Begin and end of the period that contains a time: days, weeks from Monday, and months in UTC. */
export function periodOf(period: Period, now: number): { from: number; to: number } {
  const day = Math.floor(now / dayMs) * dayMs
  if (period === 'day') return { from: day, to: day + dayMs }
  const date = new Date(day)
  if (period === 'week') {
    const from = day - ((date.getUTCDay() + 6) % 7) * dayMs
    return { from, to: from + 7 * dayMs }
  }
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
  return { from: Date.UTC(year, month, 1), to: Date.UTC(year, month + 1, 1) }
}

/** Why the hard limit denies a step, or null. A limit that is lowered below what is spent denies every step. */
export function crossedHard(use: PeriodUse, hard: bigint | null, step: bigint) {
  const taken = spentOf(use) + use.reserved
  if (hard === null || (taken + step <= hard && taken < hard)) return null
  return { limit: nanosToUsd(hard), used: nanosToUsd(taken) }
}

/** Whether what is spent has reached the soft limit. */
export const crossedSoft = (use: PeriodUse, soft: bigint | null): boolean => soft !== null && spentOf(use) >= soft

export const reservePeriod = (use: PeriodUse, step: bigint): PeriodUse => ({ ...use, reserved: use.reserved + step })

export const commitPeriod = (use: PeriodUse, held: bigint, actual: bigint): PeriodUse => ({
  ...use,
  reserved: use.reserved > held ? use.reserved - held : 0n,
  since: use.since + actual,
  committed: use.committed + actual,
})

/** A look at the traces. Their calls may be those of the permits, so the larger of the two sums counts. */
export const observePeriod = (use: PeriodUse, seen: bigint): PeriodUse => ({
  ...use,
  known: seen > use.committed ? seen : use.committed,
  since: 0n,
})

/**
 * What the period will cost at its present pace: spent ÷ the share of the period that has passed. Null in its first
 * hour.
 */
export function forecastNanos(use: PeriodUse, { from, to }: { from: number; to: number }, now: number): bigint | null {
  const gone = Math.min(now, to) - from
  if (gone < 3_600_000) return null
  return (spentOf(use) * BigInt(to - from)) / BigInt(gone)
}
