import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { isProblem } from '#lib/shared/problem.ts'
import { listOrder } from './order.ts'

const database = givenDatabase()

type Direction = 'asc' | 'desc'
/** Few times and names, so that there are ties; the id makes the order total. */
interface Key {
  id: string
  at: number
  name: string
}

const orderOf = (list: string, [at, name, id]: readonly [Direction, Direction, Direction]) =>
  listOrder(list, 'ApiKey', [
    ['createdAt', 'time', at],
    ['name', 'text', name],
    ['id', 'text', id],
  ])

let projects = 0
async function newProject(): Promise<string> {
  const id = `project ${projects++}`
  await database.db.prisma.project.create({ data: { id, name: id } })
  return id
}
const insert = (projectId: string, keys: readonly Key[]) =>
  database.db.prisma.apiKey.createMany({
    data: keys.map(({ id, at, name }) => {
      const unique = `${projectId} ${id}`
      return { id: unique, projectId, name, prefix: '', hash: unique, scopes: ['read'], createdAt: new Date(at) }
    }),
  })

const direction = fc.constantFrom<Direction>('asc', 'desc')
const key = fc.record({ id: fc.uuid(), at: fc.integer({ min: 0, max: 3 }), name: fc.constantFrom('', 'a', 'ä', 'B') })
const keys = fc.uniqueArray(key, { selector: ({ id }) => id, maxLength: 12 })

test(
  'pages put together are the whole list, each row once and in order, also while rows arrive',
  { timeout: 120_000 },
  () =>
    fc.assert(
      fc.asyncProperty(
        fc.tuple(direction, direction, direction),
        fc.integer({ min: 1, max: 5 }),
        keys,
        fc.array(key, { maxLength: 6 }),
        async (directions, limit, before, meanwhile) => {
          const projectId = await newProject()
          const order = orderOf('keys', directions)
          const read = (query: { limit: number; cursor?: string }) =>
            order.read(query, ({ after, ...page }) =>
              database.db.prisma.apiKey.findMany({ ...page, where: { projectId, AND: after } }),
            )
          await insert(projectId, before)
          const whole = (await read({ limit: 200 })).rows.map(row => row.id)
          const arriving = meanwhile.filter(({ id }) => !before.some(row => row.id === id))
          const seen: string[] = []
          let cursor: string | undefined
          do {
            const page = await read({ limit, ...(cursor ? { cursor } : {}) })
            expect(page.rows.length).toBeLessThanOrEqual(limit)
            seen.push(...page.rows.map(row => row.id))
            cursor = page.nextCursor ?? undefined
            const next = arriving.pop()
            if (next && !arriving.some(({ id }) => id === next.id)) await insert(projectId, [next])
          } while (cursor)
          expect(new Set(seen).size).toBe(seen.length)
          expect(seen.filter(id => whole.includes(id))).toEqual(whole)
          const inOrder = (await read({ limit: 200 })).rows.map(row => row.id).filter(id => seen.includes(id))
          expect(seen).toEqual(inOrder)
        },
      ),
      { numRuns: 60 },
    ),
)

describe('a cursor that is not one of this list', () => {
  const order = orderOf('these', ['asc', 'asc', 'asc'])
  const type = (cursor: string) =>
    order
      .read({ limit: 1, cursor }, async () => [])
      .then(
        () => 'ok',
        error => (isProblem(error) ? [error.fields.status, error.fields.field].join(' ') : String(error)),
      )
  const place = (list: unknown, ...values: unknown[]) =>
    Buffer.from(JSON.stringify([list, values])).toString('base64url')
  const at = '2026-11-28T10:00:00.000Z'

  test('is answered 422 with its field, whatever it is', async () => {
    expect(await type(place('these', at, 'a', 'b'))).toBe('ok')
    for (const cursor of [
      place('those', at, 'a', 'b'),
      place('these', 'yesterday', 'a', 'b'),
      place('these', '2026-02-30T10:00:00.000Z', 'a', 'b'),
      place('these', '0000-01-01T00:00:00.000Z', 'a', 'b'),
      place('these', at, 'a\0', 'b'),
      place('these', at, '\ud800', 'b'),
      place('these', at, 'a'),
      place('these', at, 'a', 'b', 'c'),
      place('these', at, 'a', { id: 'b' }),
      place(undefined),
      'x',
    ]) {
      expect(await type(cursor)).toBe('422 query.cursor')
    }
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async text => {
        expect(await type(text)).toBe('422 query.cursor')
        expect(await type(Buffer.from(text).toString('base64url'))).toBe('422 query.cursor')
      }),
    )
  })
})
