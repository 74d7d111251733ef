import { z } from 'zod'

/** What every list takes. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(200).default(50).meta({ description: 'Items of a page' }),
  cursor: z.string().min(1).max(2_000).optional().meta({ description: 'The nextCursor of the page before' }),
}

/** What every list answers. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({
    items: z.array(item),
    nextCursor: z.string().nullable().meta({ description: 'Where the next page begins; null at the end' }),
  })
