import { z } from 'zod'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import { isInstant } from '#lib/shared/instant.ts'
import { listCursor } from './cursor.ts'

type Model<M extends Prisma.ModelName> = Prisma.TypeMap['model'][M]
type Row<M extends Prisma.ModelName> = Model<M>['payload']['scalars']
type Args<M extends Prisma.ModelName> = Model<M>['operations']['findMany']['args']

/** A column without nulls that a list is ordered by. The last one must make the order total. */
type Key<M extends Prisma.ModelName> = readonly [
  field: keyof Row<M> & string,
  kind: keyof typeof kinds,
  direction: 'asc' | 'desc',
]

/** How values are written in a cursor, and which are valid: each must be usable in a statement. */
const kinds = {
  time: z.iso
    .datetime({ precision: 3 })
    .refine(isInstant)
    .transform(text => new Date(text)),
  text: z.string().refine(text => text.isWellFormed() && !text.includes('\0')),
  integer: z
    .string()
    .regex(/^-?\d{1,18}$/)
    .transform(BigInt),
}

/** What a reader of rows passes on to Prisma's findMany; `after` belongs under `AND`. */
interface PageArgs<M extends Prisma.ModelName> {
  after: NonNullable<Args<M>['where']>[]
  orderBy: NonNullable<Args<M>['orderBy']>
  take: number
}

export interface Page<R> {
  rows: R[]
  nextCursor: string | null
}

/** One order of one list. */
interface ListOrder<M extends Prisma.ModelName> {
  /**
   * Reads a page. Pages put together are the whole list, each row once, also while rows arrive: those that sort behind
   * the place where a page ended come later, the others not at all. Throws 422 for a cursor of another list or order.
   */
  read<R extends Partial<Row<M>>>(
    query: { limit: number; cursor?: string | undefined },
    rows: (args: PageArgs<M>) => Promise<R[]>,
  ): Promise<Page<R>>
}

/** `list` names list and order, e.g. `approvals.waiting`; a cursor of it fits no other. */
export function listOrder<M extends Prisma.ModelName>(list: string, _model: M, keys: readonly Key<M>[]): ListOrder<M> {
  const cursor = listCursor<unknown[]>(list, z.tuple(keys.map(([, kind]) => kinds[kind]) as unknown as [z.ZodType]))
  const orderBy = keys.map(([field, , direction]) => ({ [field]: direction }))
  return {
    async read({ limit, cursor: text }, rows) {
      const after = text === undefined ? [] : behind(keys, cursor.read(text))
      const found = await rows({ after, orderBy, take: limit + 1 } as unknown as PageArgs<M>)
      const last = found.length > limit ? found[limit - 1] : undefined
      return {
        rows: found.slice(0, limit),
        nextCursor: last ? cursor.write(keys.map(([field]) => written(last[field as keyof typeof last]))) : null,
      }
    },
  }
}

const written = (value: unknown) => (typeof value === 'bigint' ? value.toString() : value)

/** Conditions that a row comes after a place. The first limits the index scan, the second is exact. */
function behind(keys: readonly (readonly [string, unknown, 'asc' | 'desc'])[], place: readonly unknown[]): object[] {
  const past = (i: number) => ({ [keys[i]?.[2] === 'asc' ? 'gt' : 'lt']: place[i] })
  const ways = keys.map(([field], i) => ({
    ...Object.fromEntries(keys.slice(0, i).map(([earlier], j) => [earlier, place[j]])),
    [field]: past(i),
  }))
  const [first] = keys
  if (!first || ways.length === 1) return ways
  return [{ [first[0]]: { [first[2] === 'asc' ? 'gte' : 'lte']: place[0] } }, { OR: ways }]
}
