import { randomBytes } from 'node:crypto'
import pg from 'pg'

/** Migrated and otherwise empty. */
export const template = 'holdpoint_template'

export interface Clone {
  url: string
  drop(): Promise<void>
}

/** A database of its own in the PostgreSQL of this test run: a copy of a template, made in about 100 ms. */
export async function cloneDatabase(from: string = template): Promise<Clone> {
  const name = `t_${randomBytes(6).toString('hex')}`
  // Copying needs the template idle; two suites copying at once wait for one another.
  for (let attempt = 0; ; attempt++) {
    try {
      await asOwner(`create database ${name} template ${from}`)
      break
    } catch (error) {
      if (attempt > 50 || !/being accessed by other users/.test(String(error))) throw error
    }
  }
  return {
    url: server().replace(/\/postgres$/, `/${name}`),
    drop: () => asOwner(`drop database if exists ${name} with (force)`),
  }
}

async function asOwner(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: server() })
  await client.connect()
  await client.query(text).finally(() => client.end())
}

function server(): string {
  const url = process.env.HOLDPOINT_TEST_POSTGRES
  if (!url) throw new Error('no test database: run through vitest or playwright')
  return url
}
