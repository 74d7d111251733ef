import { afterEach, expect, test } from 'vitest'
import { declareDomains } from '#lib/domain/server-list.ts'
import { declare, declared } from '#lib/platform/declared.ts'
import type { NeedSource } from '#lib/platform/needs.ts'
import { testContext, testOperator } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import type { Need } from '#lib/shared/need.ts'
import { listNeeds } from './list-needs.ts'
import { needsQuery } from './schemas.ts'

const database = givenDatabase()
afterEach(declareDomains)

const need = (id: string, more: Partial<Need>): Need => ({
  id,
  tone: 'critical',
  shape: 'octagon',
  state: 'open',
  title: id,
  words: [],
  environment: null,
  since: '2026-01-05T10:00:00.000Z',
  until: null,
  href: `/${id}`,
  action: 'Look',
  urgency: 1,
  ...more,
})
const source = (id: string, items: Need[]): NeedSource => ({
  id,
  permission: 'project.read',
  read: async (_, { most }) => ({ items: items.slice(0, most), left: null }),
})
const read = (...needs: NeedSource[]) => {
  declare({ ...declared(), needs })
  return listNeeds(testContext(database.db, testOperator), { query: needsQuery.parse({}) })
}

test('all sources are in one order: urgent, then late, then the longest waiting', async () => {
  const { items } = await read(
    source('breakers', [
      need('open', { urgency: 2 }),
      need('older', { urgency: 1, since: '2026-01-04T10:00:00.000Z' }),
    ]),
    source('rollouts', [need('paused', { urgency: 2, until: '2026-01-05T11:00:00.000Z' }), need('slow', {})]),
  )
  expect(items.map(({ id }) => id)).toEqual(['paused', 'open', 'older', 'slow'])
})

test('a source that fails is named, and the others are shown', async () => {
  const broken: NeedSource = { ...source('broken', []), read: () => Promise.reject(new Error('no such table')) }
  expect(await read(broken, source('breakers', [need('open', {})]))).toMatchObject({
    items: [{ id: 'open' }],
    failed: ['broken'],
  })
})
