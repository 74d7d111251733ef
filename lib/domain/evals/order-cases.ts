import type { Tx } from '#lib/platform/db/transaction.ts'
import type { Rules } from './scenario-scores.ts'

// SQL: among thousands of scenarios, PostgreSQL finds those that got worst; only the scores of one page are read.

/** The largest difference between two equal means that rounding can cause. */
const least = 1e-9

interface Asked {
  projectId: string
  /** Ids of the suite's scenarios. */
  scenarios: readonly string[]
  /** The first and the last run of the comparison: the change between these two counts. */
  first: string
  last: string
  criteria: Rules['criteria']
  only: 'all' | 'worse'
  from: number
  limit: number
}

export interface Ordered {
  /** The scenarios of this page, those that got worst first. */
  scenarios: string[]
  worse: number
  better: number
  /** Whether there is another page. */
  more: boolean
}

/**
 * The scenarios of one page of a comparison, ordered by the change of their score, and how many got worse and better.
 * The score is that of `scoreOf`: the weighted mean over the criteria, each the mean over its repeats; none if a
 * criterion has no score.
 */
export async function orderCases(tx: Tx, asked: Asked): Promise<Ordered> {
  const { projectId, scenarios, first, last, criteria, only, from, limit } = asked
  const rows = await tx.query<{ scenario: string | null; worse: number; better: number }>(
    `with criterion as (select * from unnest($4::text[], $5::float8[]) as u (name, weight)),
     averaged as (
       select run_id, scenario, criterion, avg(score) as score from eval_score
       where project_id = $1 and run_id in ($2, $3) group by run_id, scenario, criterion),
     scored as (
       select run_id, scenario, sum(weight * score) / sum(weight) as score
       from averaged join criterion on name = criterion
       group by run_id, scenario having count(*) = cardinality($4::text[])),
     changed as (
       select id as scenario, round((now_scored.score - before.score)::numeric, 12) as delta
       from unnest($6::text[]) as id
       left join scored before on before.scenario = id and before.run_id = $2
       left join scored now_scored on now_scored.scenario = id and now_scored.run_id = $3 and $2 <> $3),
     counted as (
       select count(*) filter (where delta < -$7::numeric)::int as worse,
         count(*) filter (where delta > $7::numeric)::int as better from changed),
     page as (
       select scenario, coalesce(delta, 0) as delta from changed where $8 or delta < -$7::numeric
       order by coalesce(delta, 0), scenario collate "C" offset $9 limit $10)
     select page.scenario, worse, better from counted left join page on true order by page.delta, page.scenario collate "C"`,
    [
      ...[projectId, first, last, criteria.map(({ name }) => name), criteria.map(({ weight }) => weight), scenarios],
      ...[least, only === 'all', from, limit + 1],
    ],
  )
  const found = rows.flatMap(({ scenario }) => scenario ?? [])
  const { worse = 0, better = 0 } = rows[0] ?? {}
  return { scenarios: found.slice(0, limit), worse, better, more: found.length > limit }
}
