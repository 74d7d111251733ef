import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { eventBus } from '#lib/platform/events/bus.ts'
import { forget } from '#lib/platform/registry.ts'
import { problemType } from '#lib/platform/testing/problem.ts'
import { cancelApproval, getApproval } from '../index.ts'
import { openScene, type Scene } from '../testing/test-support.ts'
import { openWaits } from './wait.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
  await eventBus(scene.database.db)
})
afterAll(async () => {
  await (await eventBus(scene.database.db)).close()
  forget('event-bus')
  await scene.database.drop()
})

const never = new AbortController().signal
const wait = (id: string, signal: AbortSignal = never, seconds = 55) =>
  getApproval({ ...scene.agent, signal }, { params: { id }, query: { wait: seconds } })

test('the answer is the same whether it is decided before the wait starts, while it starts, or long after', async () => {
  const before = await scene.ask()
  await scene.approve(before)
  expect((await wait(before.id)).status).toBe('approved')
  for (let round = 0; round < 50; round++) {
    const during = await scene.ask()
    const [answer] = await Promise.all([wait(during.id), scene.approve(during)])
    expect(answer.status).toBe('approved')
  }
  const later = await scene.ask()
  const answer = wait(later.id)
  await vi.waitFor(() => expect(openWaits()).toBe(1), { timeout: 20_000 })
  await scene.approve(later)
  expect((await answer).status).toBe('approved')
})

test('a time-out answers the unchanged state, and an unknown state is invalid', async () => {
  const asked = await scene.ask()
  expect((await wait(asked.id, never, 0.05)).status).toBe('pending')
  expect(await problemType(wait('apr_none'))).toBe('not-found')
  expect(openWaits()).toBe(0)
})

test('clients that disconnect free their place; the others get the decision', async () => {
  const asked = await scene.ask()
  const gone = new AbortController()
  const leaving = Array.from({ length: 400 }, () => wait(asked.id, gone.signal))
  const staying = Array.from({ length: 100 }, () => wait(asked.id))
  await vi.waitFor(() => expect(openWaits()).toBe(500), { timeout: 20_000 })
  gone.abort()
  await Promise.all(leaving)
  expect(openWaits()).toBe(100)
  await cancelApproval(scene.agent, { params: { id: asked.id } })
  expect((await Promise.all(staying)).every(answer => answer.status === 'cancelled')).toBe(true)
  expect(openWaits()).toBe(0)
})

test('a lost database connection does not lose the decision', async () => {
  const asked = await scene.ask()
  const answer = wait(asked.id)
  await vi.waitFor(() => expect(openWaits()).toBe(1), { timeout: 20_000 })
  const end = () =>
    scene.database.db.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'holdpoint-listen' and datname = current_database()",
    )
  expect((await end()).rowCount).toBe(1)
  await scene.approve(asked)
  expect((await answer).status).toBe('approved')
})
