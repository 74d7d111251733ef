import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
} from '@prisma/driver-adapter-utils'
import type { SchemaEngine } from '@prisma/schema-engine-wasm'
import pg from 'pg'

/** Prisma's schema engine on one database: what `prisma migrate` runs on. Free it with `close`. */
export interface Engine {
  engine: SchemaEngine
  close(): Promise<void>
}

/** PostgreSQL's `"char"` (catalog columns such as contype), which Prisma's adapter cannot read. */
const charOid = 18
const textOid = 25

/** Tells `"char"` columns as text to the adapter, and remembers which they were by the result's rows. */
class CatalogPool extends pg.Pool {
  readonly charColumns = new WeakMap<object, number[]>()

  // biome-ignore lint/suspicious/noExplicitAny: pg overloads query in ways a subclass cannot restate
  override async query(...args: any[]): Promise<any> {
    const result = await super.query(...(args as [string]))
    const columns: number[] = []
    for (const [index, field] of (result.fields ?? []).entries()) {
      if (field.dataTypeID !== charOid) continue
      field.dataTypeID = textOid
      columns.push(index)
    }
    if (columns.length > 0) this.charColumns.set(result.rows, columns)
    return result
  }
}

/**
 * An adapter of Prisma's with what its own gets wrong: a script is one simple-protocol query (theirs splits at every
 * `;`, and commits statement by statement), and `dispose` ends the connections before `after`.
 */
async function adapter(url: string, after: () => Promise<void> = async () => {}): Promise<SqlDriverAdapter> {
  const pool = new CatalogPool({ connectionString: url, max: 1, application_name: 'holdpoint-schema-engine' })
  const made = await new PrismaPg(pool).connect()
  const queryRaw = made.queryRaw.bind(made)
  return Object.assign(made, {
    queryRaw: async (query: SqlQuery) => {
      const result = await queryRaw(query)
      for (const index of pool.charColumns.get(result.rows) ?? []) {
        result.columnTypes[index] = ColumnTypeEnum.Character
      }
      return result
    },
    // Without parameters pg speaks the simple protocol, in which PostgreSQL runs all statements as one transaction.
    executeScript: async (script: string) => void (await made.executeRaw({ sql: script, args: [], argTypes: [] })),
    dispose: async () => {
      await pool.end()
      await after()
    },
  })
}

/** The factory with the remaining override: the shadow database is a new one on the same server, never the live one. */
function adapterFactory(url: string): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => adapter(url),
    async connectToShadowDb() {
      const name = `holdpoint_shadow_${randomBytes(6).toString('hex')}`
      await onServer(url, `create database ${name}`)
      const shadow = new URL(url)
      shadow.pathname = `/${name}`
      return adapter(shadow.href, () => onServer(url, `drop database ${name}`))
    },
  }
}

async function onServer(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(text).finally(() => client.end())
}

let loading: Promise<typeof import('@prisma/schema-engine-wasm')> | undefined

/** Instantiated by hand: Node warns about importing WebAssembly, and bundlers trip over it. Once a process. */
function load() {
  loading ??= (async () => {
    const glue = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
    const module = await import('@prisma/schema-engine-wasm/schema_engine_bg')
    const bytes = await readFile(path.join(path.dirname(glue), 'schema_engine_bg.wasm'))
    const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': module })
    module.__wbg_set_wasm(instance.exports)
    // Its Rust panics tell their message here before they trap.
    Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (text: string) => console.error(text) } })
    ;(instance.exports.__wbindgen_start as () => void)()
    return module
  })()
  return loading
}

/** Opens the engine on a database. Nothing at start-up needs it: `migrate` applies by itself, as run.ts says why. */
export async function openEngine(url: string): Promise<Engine> {
  const { SchemaEngine } = await load()
  const factory = bindMigrationAwareSqlAdapterFactory(adapterFactory(url))
  const engine = await SchemaEngine.new({ datamodels: undefined }, () => {}, factory)
  return {
    engine,
    async close() {
      engine.free()
    },
  }
}
