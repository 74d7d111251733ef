import pg from 'pg'
import { type Database, openDatabase } from '#lib/platform/db/client.ts'
import { migrate } from '#lib/platform/migrations/run.ts'
import { fill } from '../fill/fill.ts'

export const projectId = 'default'

/** The database with so many spans in a server: the one that an earlier run left there, or a new one, filled. */
export async function filled(server: string, spans: number, range: { days: number; from: string }): Promise<Database> {
  const name = `fill_${spans}_${range.days}_${range.from.replaceAll('-', '')}`
  const url = server.replace(/\/postgres$/, `/${name}`)
  if (await isThere(server, name)) {
    await migrate(url)
    return openDatabase(url)
  }
  const draft = server.replace(/\/postgres$/, `/${name}_draft`)
  await asOwner(server, `drop database if exists ${name}_draft with (force)`)
  await asOwner(server, `create database ${name}_draft`)
  await migrate(draft)
  await asOwner(draft, "insert into project (id, name) values ($1, 'Filled') on conflict do nothing", [projectId])
  const db = openDatabase(draft)
  const began = performance.now()
  const indexes = await dropIndexes(db.pool)
  await fill(db.pool, { projectId, spans, ...range }, day =>
    console.log(`${spans} spans: ${day} after ${Math.round((performance.now() - began) / 1000)} s`),
  )
  await db.close()
  for (const index of indexes) await asOwner(draft, `set maintenance_work_mem = '1GB'; ${index}`)
  await asOwner(draft, 'vacuum analyze')
  await asOwner(server, `alter database ${name}_draft rename to ${name}`)
  return openDatabase(url)
}

/** Drops what ten million rows are written faster without; gives the statements that make it again. */
async function dropIndexes(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indrelid::regclass::text in ('trace', 'span', 'trace_marks', 'score') and not i.indisunique and not c.relispartition`,
  )
  for (const { name } of rows) await pool.query(`drop index ${name}`)
  return rows.map(row => row.definition.replace(' ON ONLY ', ' ON '))
}

async function isThere(server: string, name: string): Promise<boolean> {
  const { rows } = await asOwner(server, 'select 1 from pg_database where datname = $1', [name])
  return rows.length > 0
}

async function asOwner(url: string, text: string, values: unknown[] = []): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client.query(text, values).finally(() => client.end())
}
