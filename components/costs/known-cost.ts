import { formatUsd } from '#lib/shared/money.ts'
import { plural } from '#lib/shared/numbers.ts'

/** A cost, and how many calls it leaves out. */
export interface KnownCost {
  /** A decimal string; null if none of its calls has a price. */
  usd: string | null
  unpriced: number
  unmetered: number
}

/** If calls are missing in a total, it ends in a plus. An unknown total is a dash. */
export const costText = ({ usd, unpriced, unmetered }: KnownCost): string =>
  `${formatUsd(usd)}${usd !== null && unpriced + unmetered > 0 ? '+' : ''}`

/** What is missing in it, in words; undefined if nothing is. */
export function leftOut({ unpriced, unmetered }: KnownCost): string | undefined {
  const parts = [
    ...(unpriced > 0 ? [`${plural(unpriced, 'call')} without a known price`] : []),
    ...(unmetered > 0 ? [`${plural(unmetered, 'call')} that reported no tokens`] : []),
  ]
  return parts.length > 0 ? `Without ${parts.join(' and ')}` : undefined
}
