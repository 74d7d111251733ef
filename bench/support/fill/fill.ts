import type { Pool } from 'pg'
import { measureNames } from '#lib/domain/traces/store/rollups/contribution.ts'
import { markRows } from './mark-sql.ts'
import { rollupRows } from './rollup-sql.ts'
import { scoreRollupRows, scoreRows } from './score-sql.ts'
import { sessionRows } from './session-sql.ts'
import { payloadRows, spanRows, spansPerTrace } from './span-sql.ts'
import { traceRows, tracesOfDay } from './trace-sql.ts'

interface Fill {
  projectId: string
  spans: number
  days: number
  /** The first day, as 2026-10-29. */
  from: string
}

/**
 * Fills a project with spans over some days as ingest would have written them one after the other, with a handful of
 * statements a day. `fill.db.test.ts` compares every table with what ingest makes of the same spans.
 */
export async function fill(pool: Pool, what: Fill, told: (day: string) => void = () => {}): Promise<void> {
  const days = daysOf(what)
  // Before the first day is begun: whoever makes one keeps others from it until he has committed.
  for (const [, day] of days) for (const table of ['span', 'span_payload']) await makePartition(pool, table, day)
  // Two stretches at once: days that follow one another share rollup rows, and would wait for each other.
  const half = Math.ceil(days.length / 2)
  await Promise.all(
    [days.slice(0, half), days.slice(half)].map(async stretch => {
      for (const day of stretch) {
        await fillDay(pool, day)
        told(day[1])
      }
    }),
  )
  // A session goes on from day to day.
  const client = await pool.connect()
  await client.query('set statement_timeout = 0')
  await client.query(sessionRows, [what.projectId])
  client.release(true)
}

function daysOf({ projectId, spans, days, from }: Fill): Day[] {
  const traces = Math.floor(spans / spansPerTrace)
  const perDay = Math.ceil(traces / days)
  return Array.from({ length: Math.ceil(traces / perDay) }, (_, at) => {
    const day = new Date(Date.parse(from) + at * 86_400_000).toISOString().slice(0, 10)
    return [projectId, day, at * perDay, perDay, traces]
  })
}

type Day = [projectId: string, day: string, first: number, perDay: number, traces: number]

async function fillDay(pool: Pool, [projectId, day, ...numbers]: Day): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query(
      "set local statement_timeout = 0; set local work_mem = '1GB'; set local synchronous_commit = off",
    )
    await client.query(tracesOfDay, [projectId, day, ...numbers])
    await client.query('analyze filling')
    await client.query(spanRows, [projectId, 'fleet@1'])
    await client.query(payloadRows, [projectId])
    // Unknown to the planner, the day's spans would be read once for each trace.
    for (const table of ['span', 'span_payload']) await client.query(`analyze "${partitionOf(table, day)}"`)
    await client.query(traceRows, [projectId, day, measureNames])
    await client.query(markRows, [projectId, day])
    for (const statement of rollupRows) await client.query(statement, [projectId, day])
    await client.query(scoreRows, [projectId])
    for (const statement of scoreRollupRows) await client.query(statement, [projectId])
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
  const name = partitionOf(table, day)
  await client.query(
    `create table if not exists "${name}" partition of "${table}" for values from ('${day}') to ('${next}')`,
  )
}

const partitionOf = (table: string, day: string) => `${table}_${day.replaceAll('-', '')}`
