import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import type { PoolClient } from 'pg'
import { expect, test } from 'vitest'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { rollupDimensions, spanSums, sumMeasures } from '#lib/domain/traces/measures.ts'
import { anyTrace } from '#lib/domain/traces/testing/any-traces.ts'
import { rollupsOf } from '#lib/domain/traces/testing/rollups-of.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { propertyRuns, timeLimit } from '#lib/platform/testing/soak.ts'

const database = givenDatabase()
const script = readFileSync('prisma/migrations/20261128141519_provider_and_parts_of_cost/migration.sql', 'utf8')
/** What it does with rows, after the columns and keys are made. */
const moves = script.slice(script.indexOf('CREATE TEMPORARY TABLE'))

const keys = ['project_id', 'grain', 'bucket', ...rollupDimensions.filter(name => name !== 'provider')].join(', ')
/** Percentiles that came later. */
const laterBins = ['ttft_us']
/** Sums that came with it, and after it. The migration can read the first from the spans; the others begin at 0. */
const added = ['cacheWriteTokens', 'freshInputCost', 'cachedInputCost', 'cacheWriteCost', 'outputCost', 'reasoningCost']

/** Days came later, added up from the hours, and weeks of histograms from the days. */
const later = ['20261128153040_rollups_by_day', '20261129100900_histograms_by_week'].map(name =>
  readFileSync(`prisma/migrations/${name}/migration.sql`, 'utf8'),
)
const addWider = later.flatMap(text =>
  [...text.matchAll(/INSERT INTO "(?:rollup|rollup_bin)" [^;]*;/g)].map(([statement]) => statement),
)

/** Brings a project to how the version before stored it: no provider, none of the sums that came with it. */
async function asBefore({ projectId }: Context, client: PoolClient): Promise<void> {
  const sums = spanSums.filter(name => !added.includes(name)).map(name => sumMeasures[name].column)
  const run = (sql: string) => client.query(sql, [projectId])
  for (const table of ['rollup', 'rollup_bin']) await run(`delete from ${table} where project_id = $1 and grain > 3600`)
  const merge = async (table: string, key: string, columns: readonly string[]) => {
    const totals = columns.map(column => `sum(${column})::bigint as ${column}`).join(', ')
    await client.query(`create temporary table before as
      select ${key}, ${totals} from ${table} where project_id = '${projectId}' group by ${key}`)
    await run(`delete from ${table} where project_id = $1`)
    const names = `${key}, ${columns.join(', ')}`
    await client.query(`insert into ${table} (${names}) select ${names} from before`)
    await client.query('drop table before')
  }
  await merge('rollup', keys, sums)
  await run(`delete from rollup_bin where project_id = $1 and metric in ('${laterBins.join("', '")}')`)
  await merge('rollup_bin', `${keys}, metric, bin`, ['count'])
  await run(
    `update trace set measures = array_to_string(array(select m from unnest(string_to_array(measures, ' ')) m
       where m not in ('provider', 'prompts') and m <> all('{${[...added, ...laterBins]}}'::text[])), ' ') where project_id = $1`,
  )
  await run(
    `update span set fresh_cost_nanos = null, cached_cost_nanos = null, cache_write_cost_nanos = null,
       output_cost_nanos = null, reasoning_cost_nanos = null where project_id = $1`,
  )
}

/** Rollups without the figures that only a recompute can add for earlier spans. */
function withoutParts({ sums, bins, ...rest }: Awaited<ReturnType<typeof rollupsOf>>) {
  const none = Object.fromEntries(added.slice(1).map(name => [name, 0]))
  const own = Object.fromEntries(
    Object.entries(bins).filter(([key]) => !laterBins.some(name => key.includes(`|${name}|`))),
  )
  return {
    ...rest,
    // Versions of prompts came later: of traces of before, only those that get another span are counted.
    prompts: {},
    bins: own,
    sums: Object.fromEntries(Object.entries(sums).map(([key, row]) => [key, { ...row, ...none }])),
  }
}

test(
  'stored rollups move to their providers as if they had been counted so, and later spans change them exactly',
  async () => {
    await fc.assert(
      fc.asyncProperty(anyTrace(1), anyTrace(2), fc.nat(20), async (first, second, later) => {
        const [old, fresh] = [freshProject(database.db), freshProject(database.db)]
        const spans = [...first, ...second]
          .map(versions => versions[versions.length - 1])
          .filter(span => span !== undefined)
        const send = (ctx: Context, part: typeof spans) => ingestTraces(ctx, { spans: part, rejected: [] })
        const [before, after] = [spans.slice(0, later), spans.slice(later)]
        await send(old, before)
        const client = await database.db.pool.connect()
        try {
          await asBefore(old, client)
          await client.query(moves)
          for (const statement of addWider)
            await client.query(statement.replace('WHERE grain', `WHERE project_id = '${old.projectId}' AND grain`))
        } finally {
          client.release()
        }
        await send(fresh, before)
        expect(withoutParts(await rollupsOf(old))).toEqual(withoutParts(await rollupsOf(fresh)))
        await send(old, after)
        await send(fresh, after)
        expect(withoutParts(await rollupsOf(old))).toEqual(withoutParts(await rollupsOf(fresh)))
      }),
      propertyRuns(8),
    )
  },
  timeLimit(120_000),
)
