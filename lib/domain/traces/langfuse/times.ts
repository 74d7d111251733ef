const zoned = /(z|[+-]\d\d:?\d\d)$/i

/**
 * Microseconds since the epoch of an ISO 8601 time, which may tell microseconds; without an offset it is UTC, whatever
 * the server's own zone. Null for anything else, and for what lies before 1970 or beyond what a number holds exactly.
 */
export function microsOf(time: unknown): number | null {
  if (typeof time !== 'string' || time.length > 60) return null
  const ms = Date.parse(zoned.test(time) || !time.includes('T') ? time : `${time}Z`)
  if (Number.isNaN(ms) || ms < 0) return null
  // Date keeps three digits of the second's fraction; Python sends six.
  const fraction = /\.(\d+)/.exec(time)?.[1] ?? ''
  const micros = Math.floor(ms / 1000) * 1_000_000 + Number(fraction.padEnd(6, '0').slice(0, 6))
  return Number.isSafeInteger(micros) ? micros : null
}
