import { formatUsd } from '#lib/shared/money.ts'
import { formatCount } from '#lib/shared/numbers.ts'

/** A cost that says when it is incomplete. */
export function costText(of: { cost: string | null; unpricedSpans: number; unmeteredCalls: number }): string {
  const missing = [
    of.unpricedSpans > 0 ? `${formatCount(of.unpricedSpans)} unpriced` : null,
    of.unmeteredCalls > 0 ? `${formatCount(of.unmeteredCalls)} without tokens` : null,
  ].filter(Boolean)
  if (missing.length === 0) return formatUsd(of.cost)
  return `${formatUsd(of.cost)}${of.cost === null ? ',' : ' +'} ${missing.join(', ')}`
}

/** The same where there is no room: `+` says that it is not whole. */
export const shortCost = (of: Parameters<typeof costText>[0]) =>
  `${formatUsd(of.cost)}${of.cost !== null && of.unpricedSpans + of.unmeteredCalls > 0 ? ' +' : ''}`
