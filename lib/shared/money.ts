/** Nano-dollars as the API writes them: a decimal string in USD with nine places. */
export function nanosToUsd(nanos: bigint): string {
  const sign = nanos < 0n ? '-' : ''
  const digits = (nanos < 0n ? -nanos : nanos).toString().padStart(10, '0')
  return `${sign}${digits.slice(0, -9)}.${digits.slice(-9)}`
}
