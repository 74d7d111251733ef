import { beforeEach, expect, test } from 'vitest'
import { authenticate } from '#lib/platform/auth/authenticate.ts'
import { systemContext } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { isProblem } from '#lib/shared/problem.ts'
import { demoSecret } from './demo-secret.ts'
import { changeDemo, getDemo, removeDemo, startDemo, startDemoForAdministrators } from './index.ts'
import { fleetsAtWork } from './run-fleet.ts'

const database = givenDatabase({ use: true })
beforeEach(() => database.db.prisma.project.deleteMany({ where: { demo: true } }))

async function contextOf(headers: Record<string, string>, project?: string) {
  const named = new Headers({ ...headers, ...(project && { 'x-holdpoint-project': project }) })
  const { actor, projectId } = await authenticate(new Request('http://x/', { headers: named }), database.db)
  return { ...systemContext(database.db, projectId, 'test'), actor }
}
const problem = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    error => (isProblem(error) ? error.fields.type : String(error)),
  )

test('it runs in a project of its own, with a key that only the fleet has and nobody stores', async () => {
  const { headers } = await browserOf(database.db, 'admin')
  const demo = await startDemo(await contextOf(headers))
  expect(demo).toMatchObject({ state: 'filling', project: { slug: 'demo', name: 'Demo' }, filledDays: 0, days: 30 })
  const id = demo.project?.id ?? ''
  expect(await contextOf(headers, 'demo')).toMatchObject({ projectId: id, actor: { role: 'admin' } })
  const byKey = await contextOf({ authorization: `Bearer ${demoSecret(id)}` })
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
  const { project } = await startDemo(await contextOf(first.headers))
  expect(await getDemo(await contextOf(second.headers))).toMatchObject({ state: 'none', project: null })
  expect((await startDemo(await contextOf(second.headers))).project).toEqual(project)
  expect(await getDemo(await contextOf(second.headers))).toMatchObject({ state: 'filling', project })
  expect(await problem(startDemo(await contextOf(viewer.headers)))).toBe('forbidden')
  expect(await getDemo(await contextOf(viewer.headers))).toMatchObject({ state: 'none', project: null })
})

test('it pauses, continues, and can be removed from another project, at once and as a whole', async () => {
  const { headers } = await browserOf(database.db, 'admin')
  const stranger = await browserOf(database.db, 'admin')
  const { project } = await startDemo(await contextOf(headers))
  const id = project?.id ?? ''
  const atWork = async () => (await fleetsAtWork(poolSql(database.db))).includes(id)
  expect(await changeDemo(await contextOf(headers), { body: { live: false } })).toMatchObject({ state: 'paused' })
  expect(await atWork()).toBe(false)
  await changeDemo(await contextOf(headers), { body: { live: true } })
  expect(await atWork()).toBe(true)
  expect(await problem(removeDemo(await contextOf(stranger.headers)))).toBe('not-found')
  await removeDemo(await contextOf(headers))
  expect(await atWork()).toBe(false)
  expect(await problem(contextOf(headers, 'demo'))).toBe('not-found')
  expect(await problem(contextOf({ authorization: `Bearer ${demoSecret(id)}` }))).toBe('unauthenticated')
  expect((await startDemo(await contextOf(headers))).project).toMatchObject({ slug: 'demo' })
})

test('npm run demo starts it for the existing administrators', async () => {
  const { headers } = await browserOf(database.db, 'admin')
  expect(await startDemoForAdministrators(database.db, new AbortController().signal)).toBe('demo')
  expect(await contextOf(headers, 'demo')).toMatchObject({ actor: { role: 'admin' } })
})
