import { expect, test } from 'vitest'
import type { Actor } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { freshProject, testOperator } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { problemType } from '#lib/platform/testing/problem.ts'
import {
  acknowledgeIncident,
  addNote,
  countIncidents,
  createIncident,
  getIncident,
  incidentsOf,
  listIncidents,
  openIncident,
  resolveIncident,
  reviseIncident,
} from './index.ts'
import type { Opening } from './open-incident.ts'

const database = givenDatabase()
const project = () => freshProject(database.db, testOperator)
type Ctx = ReturnType<typeof project>

const seen: Opening = {
  ...{ cause: 'tool-outage', scope: { tool: 'search' }, severity: 'warning', title: 'search fails' },
  ...{ message: 'It opened.', source: { kind: 'breaker', id: 'search' }, evidence: { failures: 5 } },
  at: new Date('2026-11-28T12:00:00Z'),
}
const open = (ctx: Ctx, more: Partial<Opening> = {}) =>
  transaction(database.db, tx => openIncident(tx, ctx, { ...seen, ...more }))
const entries = (id: string) =>
  database.db.prisma.incidentEntry.findMany({ where: { incidentId: id }, orderBy: { id: 'asc' } })

test('a cause and scope have one open incident; new signals join it, and can raise but never lower its severity', async () => {
  const ctx = project()
  const first = await open(ctx)
  expect(first.opened).toBe(true)
  expect(await open(ctx, { severity: 'critical', source: { kind: 'alert', id: 'errors' } })).toEqual({
    ...{ id: first.id, opened: false },
  })
  await open(ctx, { severity: 'info' })
  const stored = await getIncident(ctx, { params: { id: first.id } })
  expect(stored).toMatchObject({
    state: 'open',
    severity: 'critical',
    revision: 2,
    cause: 'tool-outage',
    tool: 'search',
  })
  expect((await entries(first.id)).map(({ sourceId }) => sourceId).sort()).toEqual(['errors', 'search', 'search'])
  expect((await open(ctx, { scope: { tool: 'search', agent: 'a' } })).opened).toBe(true)
  expect((await open(ctx, { cause: null })).opened).toBe(true)
  expect((await open(ctx, { cause: null })).opened).toBe(true)
  expect(await countIncidents(ctx)).toEqual({ open: 4, acknowledged: 0 })
  expect((await incidentsOf(database.db, ctx.projectId, 'alert', ['errors', 'none'])).get('errors')).toBe(first.id)
})

test('the same signal of a source within its quiet time is not stored again', async () => {
  const ctx = project()
  const at = (seconds: number) => ({ quietSeconds: 60, at: new Date(seen.at.getTime() + seconds * 1000) })
  const { id } = await open(ctx, at(0))
  await open(ctx, at(30))
  await open(ctx, { ...at(31), source: { kind: 'breaker', id: 'other' } })
  await open(ctx, at(61))
  expect((await entries(id)).map(({ sourceId }) => sourceId)).toEqual(['search', 'other', 'search'])
})

test('it is acknowledged once, gets notes, is resolved once with a summary, and a later signal opens another one', async () => {
  const ctx = project()
  const { id } = await open(ctx)
  const params = { id }
  expect(await problemType(acknowledgeIncident(ctx, { params, body: { expectedRevision: 7 } }))).toBe('stale-revision')
  const owned = await acknowledgeIncident(ctx, { params, body: { expectedRevision: 1 } })
  expect(owned).toMatchObject({ state: 'acknowledged', revision: 2, owner: { label: testOperator.label } })
  expect(await problemType(acknowledgeIncident(ctx, { params, body: {} }))).toBe('not-open')
  const actor = { ...testOperator, id: 'usr_other', label: 'other@example.test' } as Actor
  const other = { ...ctx, actor }
  const revised = await reviseIncident(other, { params, body: { severity: 'info', takeOver: true } })
  expect(revised).toMatchObject({ state: 'acknowledged', severity: 'info', owner: { label: 'other@example.test' } })
  await addNote(ctx, { params, body: { text: 'The vendor **confirms** it.' } })
  const resolved = await resolveIncident(ctx, { params, body: { summary: 'It was the vendor.' } })
  expect(resolved).toMatchObject({ state: 'resolved', summary: 'It was the vendor.', resolvedBy: testOperator.label })
  expect(await problemType(resolveIncident(ctx, { params, body: { summary: 'again' } }))).toBe('not-open')
  expect(await problemType(reviseIncident(ctx, { params, body: { severity: 'info' } }))).toBe('not-open')
  expect(await problemType(addNote(ctx, { params: { id: 'inc_none' }, body: { text: 'x' } }))).toBe('not-found')
  const again = await open(ctx)
  expect(again).toMatchObject({ opened: true })
  expect(again.id).not.toBe(id)
  const transitions = await database.db.prisma.stateTransition.findMany({
    where: { projectId: ctx.projectId, machine: 'incident', objectId: id },
    orderBy: { revision: 'asc' },
  })
  expect(transitions.map(({ fromState, toState }) => [fromState, toState])).toEqual([
    ['none', 'open'],
    ['open', 'acknowledged'],
    ['acknowledged', 'acknowledged'],
    ['acknowledged', 'resolved'],
  ])
  const query = { limit: 1, state: 'unresolved' as const }
  expect((await listIncidents(ctx, { query })).items.map(one => one.id)).toEqual([again.id])
})

test('when many signal, acknowledge and resolve at once, each change happens once without a deadlock', async () => {
  const ctx = project()
  const crowd = <T>(work: (n: number) => Promise<T>) => Promise.all(Array.from({ length: 24 }, (_, n) => work(n)))
  const opened = await crowd(n => open(ctx, { source: { kind: 'breaker', id: `b${n}` } }))
  expect(opened.filter(one => one.opened)).toHaveLength(1)
  const params = { id: opened[0]?.id ?? '' }
  const mixed = await crowd(n =>
    n % 2 === 0
      ? problemType(acknowledgeIncident(ctx, { params, body: {} }))
      : open(ctx, { severity: 'critical', source: { kind: 'alert', id: `a${n}` } }).then(({ id }) => id),
  )
  expect(mixed.filter(one => one === 'ok')).toHaveLength(1)
  expect(new Set(mixed.filter((_, n) => n % 2 === 1))).toEqual(new Set([params.id]))
  const ended = await crowd(() => problemType(resolveIncident(ctx, { params, body: { summary: 'over' } })))
  expect(ended.filter(one => one === 'ok')).toHaveLength(1)
  expect(await entries(params.id)).toHaveLength(36)
})

test('a person who opens a second one is told which is open already', async () => {
  const ctx = project()
  const body = { title: 'Search is down', severity: 'critical' as const, tool: 'search', cause: 'tool-outage' }
  const { id } = await createIncident(ctx, { body: { ...body, note: 'Nothing comes back.' } })
  expect((await entries(id)).map(({ text }) => text)).toEqual(['Nothing comes back.'])
  await expect(createIncident(ctx, { body })).rejects.toMatchObject({
    fields: { type: 'already-open', extra: { incidentId: id } },
  })
})
