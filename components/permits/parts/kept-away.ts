import type { Denials } from '#lib/domain/permits/schemas.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCount, plural } from '#lib/shared/numbers.ts'

export type Stopped = Denials['items'][number]

export const stoppedCount = ({ denied, fallback, asked }: Stopped): number => denied + fallback + asked

/** How often a limit stopped a step, and what that would have cost if the steps said so. */
export function keptAwayText(stopped: Stopped | undefined): string {
  if (!stopped) return ''
  const count = stoppedCount(stopped)
  const spared = stopped.usd === null ? '' : ` · ${formatUsd(stopped.usd)} not spent`
  return `${formatCount(count)} denied${spared}`
}

/** How many of them did not report their cost. */
export const unpricedText = ({ unpriced, usd }: Stopped): string | null =>
  unpriced > 0 && usd !== null ? `${plural(unpriced, 'step')} did not say what it would have cost` : null
