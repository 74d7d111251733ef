import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { claimApproval, requestApproval } from '#lib/domain/approvals/index.ts'
import type { RunUse } from '#lib/domain/budgets/index.ts'
import { readStates, reviveAmounts } from '#lib/platform/state-machine/control-state.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { rounds, timeLimit } from '#lib/platform/testing/soak.ts'
import { runKey } from './ask.ts'
import { ask } from './test-support.ts'

const database = givenDatabase()
const limit = { timeout: timeLimit(60_000) }
/** Its connections are not cut. */
let operator: pg.Pool
beforeAll(() => {
  operator = new pg.Pool({ connectionString: database.url, max: 2 })
})
afterAll(() => operator.end())
const sql = {
  query: async <T>(text: string, values: readonly unknown[] = []) =>
    (await operator.query(text, [...values])).rows as T[],
}

/** As a failover does: every connection ends, whatever it is doing. Answers how many there were. */
async function cut(): Promise<number> {
  const { rowCount } = await operator.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'holdpoint'`,
  )
  return rowCount ?? 0
}

/** Again where it met a connection that had been cut. */
async function stubborn<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const answer = await work().catch(() => null)
    if (answer !== null) return answer
  }
  return work()
}

/** Does all of it on eight lanes, and cuts the connections after each fifth answer. Null where there was no answer. */
async function whileCut<T>(work: readonly (() => Promise<T>)[]): Promise<{ answers: (T | null)[]; cuts: number }> {
  const answers: (T | null)[] = []
  let [next, settled, cuts] = [0, 0, 0]
  const lane = async () => {
    for (let i = next++; i < work.length; i = next++) {
      answers[i] = (await work[i]?.().catch(() => null)) ?? null
      settled += 1
      if (settled % 5 === 0) cuts += await cut()
    }
  }
  await Promise.all(Array.from({ length: 8 }, lane))
  return { answers, cuts }
}

test(
  'connections are cut while steps are asked for: no run gets more than its limit, and each permit holds its part once',
  limit,
  async () => {
    const ctx = testContext(database.db)
    for (let round = 0; round < rounds({ short: 2, long: 100 }); round++) {
      const runId = `cut-${round}`
      const asks = Array.from({ length: 48 }, () => () => ask(ctx, { runId, step: 'tool', tool: 'fetch' }))
      const { answers, cuts } = await whileCut(asks)
      expect(cuts).toBeGreaterThan(0)
      const allowed = answers.filter(answer => answer?.decision === 'allow').length
      const key = runKey('runner', runId, null)
      const state = reviveAmounts((await readStates<RunUse>(sql, 'default', 'run', [key])).get(key))
      const [permits] = await sql.query<{ stored: number }>(
        "select count(*)::int as stored from permit where run_id = $1 and status <> 'refused'",
        [runId],
      )
      const reserved = state?.reserved.toolCalls ?? 0
      expect({ reserved, over: reserved > 20, lost: allowed > reserved }).toEqual({
        ...{ reserved: permits?.stored, over: false, lost: false },
      })
    }
  },
)

test(
  'connections are cut while approvals are claimed: one claim at most, and the one that was answered stands',
  limit,
  async () => {
    const ctx = testContext(database.db)
    for (let round = 0; round < rounds({ short: 1, long: 50 }); round++) {
      const body = { agent: 'runner', tool: 'search', arguments: { round }, environment: 'staging' }
      const approved = await Promise.all(
        Array.from({ length: 16 }, () => stubborn(() => requestApproval(ctx, { body }))),
      )
      const claims = approved.flatMap(({ id, digest }) =>
        Array.from({ length: 3 }, () => () => claimApproval(ctx, { params: { id }, body: { digest } })),
      )
      const { answers, cuts } = await whileCut(claims)
      expect(cuts).toBeGreaterThan(0)
      for (const [i, { id }] of approved.entries()) {
        const given = answers.slice(3 * i, 3 * i + 3).filter(answer => answer !== null)
        const [stored] = await sql.query<{ status: string; claim_id: string | null }>(
          'select status, claim_id from approval where id = $1',
          [id],
        )
        expect(given.length).toBeLessThanOrEqual(1)
        if (given[0]) expect(stored).toEqual({ status: 'claimed', claim_id: given[0].claimId })
        else expect(['approved', 'claimed']).toContain(stored?.status)
      }
    }
  },
)
