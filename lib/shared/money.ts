/** Nano-dollars as the API writes them: a decimal string in USD with nine places. */
export function nanosToUsd(nanos: bigint): string {
  const sign = nanos < 0n ? '-' : ''
  const digits = (nanos < 0n ? -nanos : nanos).toString().padStart(10, '0')
  return `${sign}${digits.slice(0, -9)}.${digits.slice(-9)}`
}

/** A decimal string in USD with up to nine places as nano-dollars; throws for any other string. */
export function usdToNanos(usd: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,9}))?$/.exec(usd)
  if (!match) throw new Error(`no amount in USD: ${usd}`)
  const nanos = BigInt(`${match[2]}${(match[3] ?? '').padEnd(9, '0')}`)
  return match[1] === '-' ? -nanos : nanos
}

/** What stands for "nobody knows". Never 0, which would be a claim. */
export const unknown = '–'

/**
 * US dollars from a decimal string with up to nine places. From one dollar on two places; below, four places, or as many
 * as three significant digits need, so that a small cost never prints as zero.
 */
export function formatUsd(amount: string | null | undefined): string {
  if (amount === null || amount === undefined || amount === '') return unknown
  const value = Number(amount)
  if (!Number.isFinite(value)) return unknown
  const sign = value < 0 ? '−' : ''
  return `${sign}$${digits(Math.abs(value))}`
}

function digits(value: number): string {
  if (value === 0) return '0'
  if (value >= 1) return value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const leadingZeros = Math.max(0, -Math.floor(Math.log10(value)) - 1)
  return value.toFixed(Math.min(9, Math.max(4, leadingZeros + 3)))
}
