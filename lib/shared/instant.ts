import { z } from 'zod'

/** Whether PostgreSQL has this time: it knows no year 0, and JavaScript no February 30. */
export const isInstant = (text: string): boolean => !text.startsWith('0000') && !Number.isNaN(Date.parse(text))

/** An RFC 3339 time with its offset. */
export const instant = z.iso.datetime({ offset: true }).refine(isInstant, 'There is no such time.')
