import { z } from 'zod'
import { isInstant } from '#lib/shared/instant.ts'
import { badRequest } from '#lib/shared/problem.ts'

const shape = z.tuple([
  z.enum(['expires', 'requested', 'changed']),
  z.iso.datetime({ precision: 6 }).refine(isInstant),
  z.string().regex(/^[\x21-\x7e]{1,100}$/),
])
export type Order = z.output<typeof shape>[0]

/** Where a page ended: by the row's own values, so that rows arriving meanwhile move nothing. Opaque to clients. */
export const writeCursor = (order: Order, at: string, id: string) =>
  Buffer.from(JSON.stringify([order, at, id])).toString('base64url')

/** Reads a cursor of this order; 400 for anything else. */
export function readCursor(text: string, order: Order): { at: string; id: string } {
  try {
    const [of, at, id] = shape.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    if (of === order) return { at, id }
  } catch {}
  throw badRequest('This cursor is not of this list.', 'query.cursor')
}
