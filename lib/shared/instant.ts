import { z } from 'zod'

const first = Date.parse('0001-01-01T00:00:00Z')
const last = Date.parse('9999-12-31T23:59:59.999Z')

/** Whether a well-formed time lies in UTC's years 1 to 9999: PostgreSQL has no year 0, RFC 3339 no year 10000. */
export function isInstant(text: string): boolean {
  const at = Date.parse(text)
  return at >= first && at <= last
}

/** An RFC 3339 time with its offset. An invalid text is reported once, and not also as an impossible time. */
export const instant = z.iso
  .datetime({ offset: true, abort: true })
  .refine(isInstant, { error: 'There is no such time.', abort: true })
