import { type Database, poolSql } from '#lib/platform/db/client.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { Verdict } from './verdicts/schemas.ts'

// SQL: the last runs of many suites in one statement; Prisma would read all runs and drop most of them.

const most = 20

interface Point {
  id: string
  release: string | null
  commit: string | null
  at: string
  average: number | null
  verdict: Verdict['verdict'] | null
}

/** The last finished runs of each suite, oldest first. */
export const readTrends = (db: Database, projectId: string, suites: readonly string[]) =>
  readLast(db, projectId, suites, "and e.state = 'finished'", most)

/** The last run of each suite, finished or not. */
export async function readLastRuns(db: Database, projectId: string, suites: readonly string[]) {
  const last = await readLast(db, projectId, suites, '', 1)
  return new Map([...last].flatMap(([suite, [run]]) => (run ? [[suite, run]] : [])))
}

async function readLast(
  db: Database,
  projectId: string,
  suites: readonly string[],
  which: string,
  count: number,
): Promise<Map<string, Point[]>> {
  const rows = await poolSql(db).query<Omit<Point, 'at'> & { suite: string; at: Date }>(
    `select r.suite, r.id, r.release, r.commit, r.started_at as at, r.average, r.verdict
     from unnest($2::text[]) as s (suite)
     cross join lateral (select * from eval_run e where e.project_id = $1 and e.suite = s.suite ${which}
       order by e.started_at desc, e.id desc limit ${count}) r
     order by r.started_at, r.id`,
    [projectId, suites],
  )
  const bySuite = Map.groupBy(rows, row => row.suite)
  return new Map(
    [...bySuite].map(([suite, its]) => [suite, its.map(({ suite: _, at, ...row }) => ({ ...row, at: toRfc3339(at) }))]),
  )
}
