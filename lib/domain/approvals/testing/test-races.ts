import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { expect } from 'vitest'
import { databaseClock } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { testContext, testKey, testOperator } from '#lib/platform/testing/database.ts'
import { claimApproval, decideApproval, expireDue, requestApproval } from '../index.ts'
import type { Approval } from '../schemas.ts'
import type { Move, Order } from './test-racer.ts'
import { openScene, racersAsk, type Scene } from './test-support.ts'

/** Approvals that two processes change at once, one on each connection of a racer. */
const atOnce = 8

/** Two processes on the database of a suite. */
export interface Track {
  scene: Scene
  racers: readonly [ChildProcess, ChildProcess]
  close(): Promise<void>
}

let scene: Scene
let racers: readonly [ChildProcess, ChildProcess]
let rounds: number

/** `times`: how many approvals each race is about. */
export async function openTrack(times: number, connections?: number): Promise<Track> {
  rounds = times
  scene = await openScene()
  racers = await Promise.all([startRacer(connections), startRacer(connections)])
  return {
    scene,
    racers,
    async close() {
      for (const racer of racers) racer.kill()
      await scene.database.drop()
    },
  }
}

export async function startRacer(connections = 8): Promise<ChildProcess> {
  const racer = fork(new URL('./test-racer.ts', import.meta.url), [scene.database.url, String(connections)], {
    execArgv: [],
  })
  await once(racer, 'message')
  return racer
}

export async function tell(racer: ChildProcess, order: Order): Promise<string[]> {
  const answered = once(racer, 'message')
  racer.send(order)
  return (await answered)[0]
}

interface End {
  id: string
  status: string
  revision: number
  decision_kind: string | null
  claim_id: string | null
  settled_by: string | null
  late: string | null
  /** The deciding moment lies before the deadline it had to keep. */
  in_time: boolean | null
}

export const sql = <T>(text: string, values: unknown[] = []) => poolSql(scene.database.db).query<T>(text, values)

/** One approval brought into a state by the verbs; the others are copies of it, so that a round contains only the race. */
export async function original(
  state: 'pending' | 'approved' | 'claimed' | 'unknown',
): Promise<Approval & { claimId: string | null }> {
  const [agent, operator] = [scene.as(testKey, databaseClock), scene.as(testOperator, databaseClock)]
  const asked = await requestApproval(agent, { body: racersAsk })
  if (state === 'pending') return { ...asked, claimId: null }
  const approved = await decideApproval(operator, {
    params: { id: asked.id },
    body: { kind: 'approve', expectedRevision: 1 },
  })
  if (state === 'approved') return { ...approved, claimId: null }
  const { claimId } = await claimApproval(agent, { params: { id: asked.id }, body: { digest: asked.digest } })
  if (state === 'unknown') {
    await sql("update approval set lease_until = clock_timestamp() - interval '1 second' where id = $1", [asked.id])
    await expireDue(testContext(scene.database.db))
  }
  return { ...approved, revision: state === 'claimed' ? 3 : 4, claimId }
}

/** Copies, each of a tool call of its own; they end within milliseconds, where `deadline` is raced against. */
export async function copies(of: string, count: number, deadline?: 'expires_at' | 'lease_until'): Promise<string[]> {
  const ends = deadline ? `, '${deadline}', clock_timestamp() + n * interval '1 millisecond'` : ''
  const rows = await sql<{ id: string }>(
    `insert into approval select (jsonb_populate_record(a, jsonb_build_object('id', copy, 'tool_call_id', copy${ends}))).*
     from approval a, generate_series(1, ${count}) n, lateral (select a.id || '-' || gen_random_uuid() || n as copy) c where a.project_id = 'default' and a.id = $1 returning id`,
    [of],
  )
  return rows.map(({ id }) => id)
}

export interface Round {
  first: string
  second: string
  end: End
}

/** Runs two processes against the same approvals, round by round, and checks the result of each. */
export async function race(
  state: Parameters<typeof original>[0],
  moves: readonly [Move, Move],
  check: (round: Round) => void,
  deadline?: 'expires_at' | 'lease_until',
): Promise<void> {
  const start = await original(state)
  const all: string[] = []
  for (let round = 0; round < rounds; round += atOnce) {
    const ids = await copies(start.id, atOnce, deadline)
    const targets = ids.map(id => ({ id, revision: start.revision, digest: start.digest, claimId: start.claimId }))
    const order = round % 2 === 0 ? [0, 1] : [1, 0]
    const works = order.map(side => tell(racers[side as 0 | 1], { move: moves[side as 0 | 1], targets }))
    const answers = await Promise.all(works)
    const [first, second] = order[0] === 0 ? answers : [answers[1], answers[0]]
    const ends = await endsOf(ids, deadline)
    for (const [i, end] of ends.entries()) {
      check({ first: first?.[i] ?? '', second: second?.[i] ?? '', end })
    }
    all.push(...ids)
  }
  await expectWhole(all, start.revision)
}

async function endsOf(ids: readonly string[], deadline?: string): Promise<End[]> {
  if (deadline) await untilSwept(ids)
  return sql<End>(
    `select id, status, revision, decision_kind, claim_id, settled_by, late_report ->> 'status' as late,
       case when '${deadline ?? ''}' = 'lease_until' then outcome_at < lease_until
            when status = 'claimed' then claimed_at < expires_at else decided_at < expires_at end as in_time
     from approval where project_id = 'default' and id = any($1) order by array_position($1, id)`,
    [[...ids]],
  )
}

/** Requests that are open for the tool call of a copy. */
export const openAsks = (toolCallIds: readonly string[]) =>
  sql<{ id: string; call: string }>(
    `select id, tool_call_id as call from approval where project_id = 'default' and tool_call_id = any($1)
       and status in ('pending', 'approved', 'claimed', 'unknown')`,
    [[...toolCallIds]],
  )

/** What nobody released in time has ended by itself once its time is over. */
async function untilSwept(ids: readonly string[]): Promise<void> {
  for (;;) {
    const late = await sql(
      "select 1 from approval where project_id = 'default' and id = any($1) and (status in ('pending', 'approved') or (status = 'claimed' and lease_until < clock_timestamp() + interval '1 minute'))",
      [[...ids]],
    )
    if (late.length === 0) return
    await expireDue(testContext(scene.database.db))
    await setTimeout(1)
  }
}

/** Every change of state has one audit row and one event, in the order of its revisions; nothing else has any. */
export async function expectWhole(ids: readonly string[], from: number): Promise<void> {
  const rows = await sql<{ revision: number; audited: number[] | null; told: number[] | null }>(
    `with audited as (
       select object_id as id, array_agg((body::jsonb -> 'after' ->> 'revision')::int order by seq) as revisions
       from audit_event where object_id = any($1) and outcome = 'ok' group by object_id
     ), told as (
       select ids[1] as id, array_agg(revision order by seq) as revisions from outbox_event where ids[1] = any($1) group by ids[1]
     )
     select revision, audited.revisions as audited, told.revisions as told
     from approval left join audited using (id) left join told using (id) where project_id = 'default' and id = any($1)`,
    [[...ids]],
  )
  expect(rows).toHaveLength(ids.length)
  for (const { revision, audited, told } of rows) {
    const expected = Array.from({ length: revision - from }, (_, i) => from + 1 + i)
    expect([audited ?? [], told ?? []]).toEqual([expected, expected])
  }
}
