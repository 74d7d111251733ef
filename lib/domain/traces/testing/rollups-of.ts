import {
  type PromptSum,
  promptMeasures,
  rollupDimensions,
  type SpanSum,
  spanSums,
  sumMeasures,
  type TraceSum,
  traceSums,
} from '#lib/domain/traces/measures.ts'
import type { Context } from '#lib/platform/context.ts'

export type Table<Name extends string> = Record<string, Record<Name, number>>
export interface Tables {
  sums: Table<SpanSum>
  bins: Table<'count'>
  tops: Table<TraceSum>
  prompts: Table<PromptSum>
  traces: Table<'traces'>
}

/** What a project's rollups hold, key → figures, empty rows left out. */
export async function rollupsOf({ db, projectId }: Context): Promise<Tables> {
  const read = async <Name extends string>(
    table: string,
    key: string,
    columns: Record<Name, string>,
  ): Promise<Table<Name>> => {
    const names = Object.keys(columns) as Name[]
    const { rows } = await db.pool.query(
      `select concat_ws('|', ${key}) as key, ${names.map(name => `${columns[name]} as "${name}"`).join(', ')}
       from ${table} where project_id = $1 and (${names.map(name => `${columns[name]} <> 0`).join(' or ')})`,
      [projectId],
    )
    const figures = (row: Record<string, unknown>) => Object.fromEntries(names.map(name => [name, Number(row[name])]))
    return Object.fromEntries(rows.map(row => [row.key, figures(row)])) as Table<Name>
  }
  const bucket = `to_char(bucket at time zone 'UTC', 'YYYY-MM-DD HH24:MI')`
  const key = ['grain', bucket, ...rollupDimensions].join(', ')
  return {
    sums: await read('rollup', key, columnsOf(spanSums)),
    bins: await read('rollup_bin', `${key}, metric, bin`, { count: 'count' }),
    tops: await read('rollup_top', `${bucket}, environment, dimension, value`, columnsOf(traceSums)),
    traces: await read('rollup_by_agent', `grain, ${bucket}, environment, agent, framework, release`, {
      traces: 'traces',
    }),
    prompts: await read('rollup_prompt', `${bucket}, environment, prompt, version`, promptColumns),
  }
}

const promptColumns = Object.fromEntries(
  Object.entries(promptMeasures).map(([name, { column }]) => [name, column]),
) as Record<PromptSum, string>
const columnsOf = <Name extends keyof typeof sumMeasures>(names: readonly Name[]) =>
  Object.fromEntries(names.map(name => [name, sumMeasures[name].column])) as Record<Name, string>
