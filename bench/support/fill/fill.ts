import type { Pool } from 'pg'
import { measureNames } from '#lib/domain/traces/store/contribution.ts'
import { rollupRows } from './rollup-sql.ts'
import { scoreRollupRows, scoreRows } from './score-sql.ts'
import { payloadRows, spanRows, spansPerTrace } from './span-sql.ts'
import { traceRows, tracesOfDay } from './trace-sql.ts'

export interface Fill {
  projectId: string
  spans: number
  days: number
  /** The first day, as 2026-10-29. */
  from: string
}

/**
 * Fills a project with spans over some days as ingest would have written them one after the other, with a handful of statements a day.
 * `fill.test.ts` compares every table with what ingest makes of the same spans.
 */
export async function fill(pool: Pool, { projectId, spans, days, from }: Fill, told: (day: string) => void = () => {}) {
  const traces = Math.floor(spans / spansPerTrace)
  const perDay = Math.ceil(traces / days)
  for (let at = 0; at < days && at * perDay < traces; at++) {
    const day = new Date(Date.parse(from) + at * 86_400_000).toISOString().slice(0, 10)
    await fillDay(pool, [projectId, day, at * perDay, perDay, traces])
    told(day)
  }
}

type Day = [projectId: string, day: string, first: number, perDay: number, traces: number]

async function fillDay(pool: Pool, [projectId, day, ...numbers]: Day): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query(
      "set local statement_timeout = 0; set local work_mem = '256MB'; set local synchronous_commit = off",
    )
    for (const table of ['span', 'span_payload']) await makePartition(client, table, day)
    await client.query(tracesOfDay, [projectId, day, ...numbers])
    await client.query('analyze filling')
    await client.query(spanRows, [projectId, 'fleet@1'])
    await client.query(payloadRows, [projectId])
    await client.query(traceRows, [projectId, day, measureNames])
    for (const statement of rollupRows) await client.query(statement, [projectId, day])
    await client.query(scoreRows, [projectId])
    await client.query(scoreRollupRows, [projectId])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

async function makePartition(client: { query(text: string): Promise<unknown> }, table: string, day: string) {
  const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
  const name = `${table}_${day.replaceAll('-', '')}`
  await client.query(
    `create table if not exists "${name}" partition of "${table}" for values from ('${day}') to ('${next}')`,
  )
}
