/** Money as integer nano-dollars (1 USD = 1,000,000,000), from the decimal that a client or a price list means. */

const nanoDigits = 9
/** Above this (a million dollars for one span) a cost is a mistake. */
const usdLimit = 1e6

/**
 * Dollars to nano-dollars, rounded half to even, computed on the decimal digits and never in binary fractions.
 * Null for what is no non-negative finite number below the limit.
 */
export function nanosOf(usd: unknown): bigint | null {
  const text = typeof usd === 'number' ? String(usd) : typeof usd === 'string' ? usd.trim() : ''
  if (text.length > 40) return null
  const match = /^\+?(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text)
  const whole = match?.[1] ?? ''
  const fraction = match?.[2] ?? ''
  if (match === null || whole + fraction === '' || Number(text) > usdLimit) return null
  return roundHalfEven(BigInt(whole + fraction), fraction.length - Number(match[3] ?? 0) - nanoDigits)
}

/**
 * A sum that a price library computed in floating point. Fifteen significant digits take out the drift of its last bits, which would turn
 * an exact half (37.5 nano-dollars a token) to either side.
 */
export function nanosOfSum(usd: number): bigint | null {
  return Number.isFinite(usd) ? nanosOf(Number(usd.toPrecision(15))) : null
}

/** `digits` / 10^`places`, half to even. */
function roundHalfEven(digits: bigint, places: number): bigint {
  if (places <= 0) return digits * 10n ** BigInt(-places)
  return divideHalfEven(digits, 10n ** BigInt(places))
}

/** The quotient of two non-negative numbers, rounded half to even. */
export function divideHalfEven(digits: bigint, divisor: bigint): bigint {
  const quotient = digits / divisor
  const twice = (digits % divisor) * 2n
  if (twice < divisor || (twice === divisor && quotient % 2n === 0n)) return quotient
  return quotient + 1n
}
