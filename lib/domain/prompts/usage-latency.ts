import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { binMiddle } from '#lib/shared/statistics.ts'

// SQL: a rank over the bins of a rollup.

/** The p95 of calls in milliseconds, by the given columns. Exact to within 5 %, because a bin is 10 % wide. */
export async function latencyP95(
  ctx: Context,
  { keys, within, values }: { keys: readonly string[]; within: string; values: readonly unknown[] },
): Promise<Map<string, number>> {
  const by = keys.map((_, at) => `k${at}`).join(', ')
  const rows = await poolSql(ctx.db).query<Record<string, string> & { p95: number }>(
    `with bins as (
       select ${keys.map((key, at) => `(${key})::text as k${at}`).join(', ')}, bin, sum(count) as n
       from prompt_hour_bin ${within} group by ${by}, bin having sum(count) > 0
     ), ranks as (
       select ${by}, bin, sum(n) over (partition by ${by} order by bin) as seen, sum(n) over (partition by ${by}) as total from bins
     )
     select ${by}, min(bin) filter (where seen >= ceil(total * 0.95)) as p95 from ranks group by ${by}`,
    values,
  )
  return new Map(
    rows.map(({ p95, ...names }) => [
      keys.map((_, at) => names[`k${at}`]).join(' '),
      Math.round(binMiddle(Number(p95))) / 1_000,
    ]),
  )
}
