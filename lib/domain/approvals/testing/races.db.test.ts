import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyChain } from '#lib/platform/audit/verify.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { testOperator } from '#lib/platform/testing/database.ts'
import { rounds } from '#lib/platform/testing/soak.ts'
import type { Order } from './test-racer.ts'
import {
  copies,
  expectWhole,
  openAsks,
  openTrack,
  original,
  type Round,
  race,
  sql,
  startRacer,
  type Track,
  tell,
} from './test-races.ts'

let track: Track
beforeAll(async () => {
  track = await openTrack(rounds({ short: 24, long: 1_000 }))
})
afterAll(() => track.close())

const oneOf = ({ first, second }: Round, losers: readonly string[]) => {
  expect([first, second]).toContain('ok')
  expect(losers).toContain(first === 'ok' ? second : first)
}
const long = { timeout: 300_000 }

test('two operators: one decision', long, () =>
  race('pending', ['approve', 'reject'], round => {
    oneOf(round, ['already-decided'])
    expect(round.end.decision_kind).toBe(round.first === 'ok' ? 'approve' : 'reject')
  }),
)

test('an edit against an approval: the approved arguments are those that one of the two saw', long, () =>
  race('pending', ['edit', 'approve'], round => {
    oneOf(round, ['already-decided'])
    expect(round.end.decision_kind).toBe(round.first === 'ok' ? 'edit' : 'approve')
  }),
)

test('two claims: one execution', long, () =>
  race('approved', ['claim', 'claim'], round => oneOf(round, ['already-claimed'])),
)

test('a claim against a cancellation: one of them', long, () =>
  race('approved', ['claim', 'cancel'], round => {
    oneOf(round, ['already-claimed', 'not-approved'])
    expect(round.end.status).toBe(round.first === 'ok' ? 'claimed' : 'cancelled')
  }),
)

test('a rejection against a cancellation: one of them', long, () =>
  race('pending', ['reject', 'cancel'], round => {
    oneOf(round, ['already-decided'])
    expect(round.end.status).toBe(round.first === 'ok' ? 'rejected' : 'cancelled')
  }),
)

test('an approval against a cancellation: in either order nothing can be claimed', long, () =>
  race('pending', ['approve', 'cancel'], ({ first, second, end }) => {
    expect(second).toBe('ok')
    expect([end.status, end.decision_kind]).toEqual(['cancelled', first === 'ok' ? 'approve' : null])
  }),
)

test('an approval against its expiry: it counts only if it came in time', long, () =>
  race(
    'pending',
    ['approve', 'sweep'],
    ({ first, end }) => {
      expect(end.status).toBe('expired')
      if (first === 'ok') expect([end.decision_kind, end.in_time]).toEqual(['approve', true])
      else expect([first, end.decision_kind]).toEqual(['expired', null])
    },
    'expires_at',
  ),
)

test('a claim against the expiry: never after it', long, () =>
  race(
    'approved',
    ['claim', 'sweep'],
    ({ first, end }) => {
      if (first === 'ok') expect([end.status, end.in_time]).toEqual(['claimed', true])
      else expect([first, end.status, end.claim_id]).toEqual(['expired', 'expired', null])
    },
    'expires_at',
  ),
)

test('a report against the end of the lease: it counts or is kept as evidence, never both, never lost', long, () =>
  race(
    'claimed',
    ['report', 'sweep'],
    ({ first, end }) => {
      expect(first).toBe('ok')
      if (end.status === 'executed') expect([end.late, end.in_time]).toEqual([null, true])
      else expect([end.status, end.late]).toEqual(['unknown', 'executed'])
    },
    'lease_until',
  ),
)

test(
  'a person who settles against a late report: the decision of the person stands, and the report is kept',
  long,
  () =>
    race('unknown', ['settle', 'report'], ({ first, second, end }) => {
      expect([first, second]).toEqual(['ok', 'ok'])
      expect([end.status, end.settled_by, end.late]).toEqual(['failed', testOperator.label, 'executed'])
    }),
)

/** Either the repeated request came first and got the one that then ended, or it came later and created the only new one. */
async function expectOneAnswer(rounds: readonly Round[]): Promise<void> {
  const open = new Map((await openAsks(rounds.map(({ end }) => end.id))).map(({ call, id }) => [call, id]))
  for (const { first, end } of rounds)
    expect([first, open.get(end.id)]).toEqual([first, first === end.id ? undefined : first])
}

test('a request repeated while it is cancelled: the answer is that request, or one new one', long, async () => {
  const all: Round[] = []
  await race('approved', ['ask', 'cancel'], round => {
    expect([round.second, round.end.status]).toEqual(['ok', 'cancelled'])
    all.push(round)
  })
  await expectOneAnswer(all)
})

test('a request repeated while it expires: the answer is that request in time, or else one new one', long, async () => {
  const all: Round[] = []
  await race(
    'pending',
    ['ask', 'sweep'],
    round => {
      expect(round.end.status).toBe('expired')
      all.push(round)
    },
    'expires_at',
  )
  await expectOneAnswer(all)
})

test('a process killed in the middle leaves nothing half done, and another one continues', long, async () => {
  const start = await original('approved')
  for (let round = 0; round < rounds({ short: 2, long: 12 }); round++) {
    const victim = await startRacer()
    const ids = await copies(start.id, 64)
    const targets = ids.map(id => ({ id, revision: start.revision, digest: start.digest, claimId: null }))
    victim.send({ move: 'claim', targets } satisfies Order)
    await expect.poll(() => claimed(ids), { timeout: 30_000, interval: 1 }).toBeGreaterThan(4 * round)
    victim.kill('SIGKILL')
    await once(victim, 'exit')
    await expectWhole(ids, start.revision)
    const taken = await claimed(ids)
    const answers = await tell(track.racers[0], { move: 'claim', targets })
    expect(answers.filter(answer => answer !== 'ok' && answer !== 'already-claimed')).toEqual([])
    // More than were seen, where a commit was still on its way when its process died.
    expect(answers.filter(answer => answer === 'already-claimed').length).toBeGreaterThanOrEqual(taken)
    expect(await claimed(ids)).toBe(ids.length)
    await expectWhole(ids, start.revision)
  }
})

const claimed = async (ids: readonly string[]) =>
  (await sql("select 1 from approval where project_id = 'default' and id = any($1) and status = 'claimed'", [[...ids]]))
    .length

test('after all these races the audit chain verifies', async () => {
  expect(await verifyChain(poolSql(track.scene.database.db), 'default')).toMatchObject({ ok: true })
})
