import { formatUsd } from '#lib/shared/money.ts'
import { plural } from '#lib/shared/numbers.ts'

/** A cost and what it leaves out. */
export interface KnownCost {
  /** A decimal string; null where no call of it has a price. */
  usd: string | null
  unpriced: number
  unmetered: number
}

/** A total without some calls ends in a plus; an unknown one is a dash. */
export const costText = ({ usd, unpriced, unmetered }: KnownCost): string =>
  `${formatUsd(usd)}${usd !== null && unpriced + unmetered > 0 ? '+' : ''}`

/** What it leaves out, in words; undefined where that is nothing. */
export function leftOut({ unpriced, unmetered }: KnownCost): string | undefined {
  const parts = [
    ...(unpriced > 0 ? [`${plural(unpriced, 'call')} without a known price`] : []),
    ...(unmetered > 0 ? [`${plural(unmetered, 'call')} that reported no tokens`] : []),
  ]
  return parts.length > 0 ? `Without ${parts.join(' and ')}` : undefined
}
