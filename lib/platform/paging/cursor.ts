import { z } from 'zod'
import { invalid } from '#lib/shared/problem.ts'

/** The place where a page of one list ended, as an opaque text. */
interface Cursor<Values> {
  write(values: Values): string
  /** Throws 422 for what `write` of this list did not make. */
  read(text: string): Values
}

/**
 * A cursor of a list. It holds the values that its rows are ordered by, so that rows which come or go meanwhile move
 * nothing, and the name of the list in this order, so that it fits no other.
 */
export function listCursor<Values>(list: string, values: z.ZodType<Values>): Cursor<Values> {
  const shape = z.tuple([z.literal(list), values])
  return {
    write: place => Buffer.from(JSON.stringify([list, place])).toString('base64url'),
    read(text) {
      try {
        return shape.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))[1]
      } catch {
        throw invalid('This cursor is not one of this list. Leave it out to begin at the first page.', 'query.cursor')
      }
    },
  }
}
