/**
 * Permits in a sliding window: those of the present window, and of the window before the share that is still within the
 * last `perSeconds`. Two windows in one row are enough, however many permits there are.
 */
export interface RateUse {
  /** Begin of the present window in milliseconds: a multiple of its length. */
  windowAt: number
  current: number
  previous: number
}

export const newRate: RateUse = { windowAt: 0, current: 0, previous: 0 }

export interface RateLimit {
  permits: number
  perSeconds: number
}

/** The windows as they are now. If the clock jumps back, the window stays the same. */
function slide(use: RateUse, { perSeconds }: RateLimit, now: number): RateUse {
  const length = perSeconds * 1000
  const windowAt = Math.floor(now / length) * length
  if (windowAt <= use.windowAt) return use
  return { windowAt, current: 0, previous: windowAt === use.windowAt + length ? use.current : 0 }
}

/** How many permits count against the limit now. */
function counted(use: RateUse, { perSeconds }: RateLimit, now: number): number {
  const length = perSeconds * 1000
  const gone = Math.min(length, Math.max(0, now - use.windowAt))
  return use.current + Math.floor((use.previous * (length - gone)) / length)
}

/** How many permits of the last seconds count against the limit. */
export const usedRate = (use: RateUse, limit: RateLimit, now: number): number =>
  counted(slide(use, limit, now), limit, now)

/** Takes one permit, or says how many are used and when asking again makes sense. */
export function takeRate(
  use: RateUse,
  limit: RateLimit,
  now: number,
): { use: RateUse; exceeded: null } | { use: RateUse; exceeded: { used: number; resetsAt: number } } {
  const slid = slide(use, limit, now)
  const used = counted(slid, limit, now)
  if (used + 1 <= limit.permits) return { use: { ...slid, current: slid.current + 1 }, exceeded: null }
  return { use: slid, exceeded: { used, resetsAt: resetOf(slid, limit, now) } }
}

/** When one more permit fits, if nobody takes it first. */
function resetOf(use: RateUse, { permits, perSeconds }: RateLimit, now: number): number {
  const length = perSeconds * 1000
  const end = use.windowAt + length
  // Within this window the share of the one before shrinks; in the next window, that of this one.
  const free = permits - 1 - use.current
  if (free >= 0 && use.previous > 0) return Math.max(now, end - Math.floor(((free + 1) * length - 1) / use.previous))
  return end + length - Math.floor((permits * length - 1) / Math.max(1, use.current))
}
