import { beforeEach, expect, test } from 'vitest'
import { poolSql } from '#lib/platform/db/client.ts'
import { browserOf, contextOf } from '#lib/platform/testing/caller.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { problemType } from '#lib/platform/testing/problem.ts'
import { demoSecret } from './demo-secret.ts'
import { changeDemo, getDemo, removeDemo, startDemo, startDemoForAdministrators } from './index.ts'
import { fleetsAtWork } from './run-fleet.ts'

const database = givenDatabase({ use: true })
beforeEach(() => database.db.prisma.project.deleteMany({ where: { demo: true } }))

const opened = (headers: Record<string, string>, project?: string) => contextOf(database.db, headers, project)

test('it runs in a project of its own, with a key that only the fleet has and nobody stores', async () => {
  const { headers } = await browserOf(database.db, 'admin')
  const demo = await startDemo(await opened(headers))
  expect(demo).toMatchObject({ state: 'filling', project: { slug: 'demo', name: 'Demo' }, filledDays: 0, days: 30 })
  const id = demo.project?.id ?? ''
  expect(await opened(headers, 'demo')).toMatchObject({ projectId: id, actor: { role: 'admin' } })
  const byKey = await opened({ authorization: `Bearer ${demoSecret(id)}` })
  expect(byKey).toMatchObject({ projectId: id, actor: { kind: 'key' } })
  const { rows } = await database.db.pool.query(
    'select row_to_json(k)::text as text from api_key k where project_id = $1',
    [id],
  )
  expect(rows.map(({ text }) => text).join()).not.toContain(demoSecret(id))
  expect(await fleetsAtWork(poolSql(database.db))).toContain(id)
})

test('there is one demo, which other administrators join; others do not see it', async () => {
  const first = await browserOf(database.db, 'admin')
  const second = await browserOf(database.db, 'admin')
  const viewer = await browserOf(database.db, 'viewer')
  const { project } = await startDemo(await opened(first.headers))
  expect(await getDemo(await opened(second.headers))).toMatchObject({ state: 'none', project: null })
  expect((await startDemo(await opened(second.headers))).project).toEqual(project)
  expect(await getDemo(await opened(second.headers))).toMatchObject({ state: 'filling', project })
  expect(await problemType(startDemo(await opened(viewer.headers)))).toBe('forbidden')
  expect(await getDemo(await opened(viewer.headers))).toMatchObject({ state: 'none', project: null })
})

test('it pauses, continues, and can be removed from another project, at once and as a whole', async () => {
  const { headers } = await browserOf(database.db, 'admin')
  const stranger = await browserOf(database.db, 'admin')
  const { project } = await startDemo(await opened(headers))
  const id = project?.id ?? ''
  const atWork = async () => (await fleetsAtWork(poolSql(database.db))).includes(id)
  expect(await changeDemo(await opened(headers), { body: { live: false } })).toMatchObject({ state: 'paused' })
  expect(await atWork()).toBe(false)
  await changeDemo(await opened(headers), { body: { live: true } })
  expect(await atWork()).toBe(true)
  expect(await problemType(removeDemo(await opened(stranger.headers)))).toBe('not-found')
  await removeDemo(await opened(headers))
  expect(await atWork()).toBe(false)
  expect(await problemType(opened(headers, 'demo'))).toBe('not-found')
  expect(await problemType(opened({ authorization: `Bearer ${demoSecret(id)}` }))).toBe('unauthenticated')
  expect((await startDemo(await opened(headers))).project).toMatchObject({ slug: 'demo' })
})

test('npm run demo starts it for the existing administrators', async () => {
  const { headers } = await browserOf(database.db, 'admin')
  expect(await startDemoForAdministrators(database.db, new AbortController().signal)).toBe('demo')
  expect(await opened(headers, 'demo')).toMatchObject({ actor: { role: 'admin' } })
})
