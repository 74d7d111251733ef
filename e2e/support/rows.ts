import pg from 'pg'

const schema = 'just_started'

/** All tables, partitions with their parents. */
async function tables(client: pg.Client, inSchema = 'public'): Promise<string[]> {
  const { rows } = await client.query(
    `select quote_ident(relname) as name from pg_class
     where relnamespace = $1::regnamespace and relkind in ('r', 'p') and not relispartition`,
    [inSchema],
  )
  return rows.map(row => row.name)
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return work(client).finally(() => client.end())
}

/** Keeps what every table of a database holds now, for `restoreRows`. */
export const keepRows = (url: string): Promise<void> =>
  connected(url, async client => {
    // One moment for all of them: what the server does by itself right after its start writes several tables at once.
    await client.query('begin isolation level repeatable read')
    await client.query(`create schema ${schema}`)
    for (const table of await tables(client)) {
      const { rowCount } = await client.query(`select 1 from public.${table} limit 1`)
      if (rowCount) await client.query(`create table ${schema}.${table} as table public.${table}`)
    }
    await client.query('commit')
  })

/**
 * Brings a database back to the rows that `keepRows` kept, beside a running server. Sequences go on, so that no event
 * that the server has read comes again under an old number.
 */
export const restoreRows = (url: string): Promise<void> =>
  connected(url, async client => {
    // A periodic statement of the server may hold its tables in another order; its turn is short.
    for (let attempt = 0; ; attempt++) {
      try {
        return await restore(client)
      } catch (error) {
        await client.query('rollback')
        if (attempt > 20 || (error as { code?: string }).code !== '40P01') throw error
      }
    }
  })

async function restore(client: pg.Client): Promise<void> {
  await client.query('begin')
  // Rows come back in any order: without foreign keys and triggers.
  await client.query('set local session_replication_role = replica')
  await client.query(`truncate ${(await tables(client)).map(table => `public.${table}`).join(', ')}`)
  for (const table of await tables(client, schema))
    await client.query(`insert into public.${table} select * from ${schema}.${table}`)
  await client.query('commit')
}
