import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { JudgeDesk } from './judge-desk.ts'
import { scoreByRule } from './scorers/score.ts'
import type { Settled, Task } from './task.ts'

// SQL: takes waiting tasks in sets. One statement settles them, and its rows say which ones nobody else had settled.

/** Stores what was found, in one transaction with `settleTasks`. */
type Deliver = (ctx: Context, settled: readonly Settled[]) => Promise<void>

/** How many scores by rules are found in one round; judges are slow, so theirs are fewer. */
const batch = 500
const mostCalls = 40
/** How many calls are under way at once. */
const lanes = 6

/** Projects in which a score of this sort is due. */
export const projectsWaiting = (of: 'run' | 'trace') => async (sql: Sql, now: Date) => {
  const rows = await sql.query<{ project_id: string }>(
    `select distinct project_id from scoring_task where state = 'waiting' and next_at <= $1::timestamptz and ${kindOf[of]}`,
    [now.toISOString()],
  )
  return rows.map(row => row.project_id)
}
const kindOf = { run: 'run_id is not null', trace: 'rule is not null' }

/**
 * Finds scores that are due: those by rules at once, those by judges a few at a time. Answers how many were worked on.
 */
export async function workTasks(ctx: Context, of: 'run' | 'trace', deliver: Deliver): Promise<number> {
  const sql = poolSql(ctx.db)
  const now = await ctx.clock.now(sql)
  const due = (judged: boolean, most: number) =>
    sql.query<Task>(
      `select id, run_id as "runId", scenario, repeat, rule, trace_id as "traceId", criterion, scorer, material, digest, attempts
       from scoring_task where project_id = $1 and state = 'waiting' and next_at <= $2::timestamptz and ${kindOf[of]}
         and judge is ${judged ? 'not null' : 'null'} order by next_at, id limit ${most}`,
      [ctx.projectId, now.toISOString()],
    )
  const ruled = await due(false, batch)
  if (ruled.length > 0) await deliver(ctx, ruled.map(byRule))
  const judged = await due(true, mostCalls)
  const desk = new JudgeDesk(ctx)
  const next = [...judged]
  const lane = async () => {
    for (let task = next.shift(); task !== undefined && !ctx.signal?.aborted; task = next.shift())
      await deliver(ctx, [await desk.judge(task)])
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return ruled.length + judged.length
}

function byRule(task: Task): Settled {
  const { scorer, material } = task
  const found = scorer.kind === 'judge' ? { wrong: 'It asks for a judge.' } : scoreByRule(scorer, material)
  return 'wrong' in found
    ? { task, state: 'failed', score: null, reason: found.wrong, nextAt: null }
    : { task, state: 'scored', ...found, nextAt: null }
}

/** Settles tasks. Answers those that had waited unchanged until now: only their results may be stored. */
export async function settleTasks(sql: Sql, projectId: string, all: readonly Settled[], now: Date): Promise<Settled[]> {
  const rows = all.map(({ task, state, score, reason, nextAt, judge, notAsked }) => ({
    ...{ id: task.id, digest: task.digest, attempts: task.attempts, state, score, reason: reason?.slice(0, 4_000) },
    ...{ next_at: nextAt?.toISOString() ?? null, version: judge?.version ?? null },
    tried: notAsked ? 0 : 1,
    cost: judge?.costNanos?.toString() ?? null,
    unpriced: judge !== undefined && judge.costNanos === null,
  }))
  const taken = await sql.query<{ id: string }>(
    `update scoring_task t set state = u.state, score = u.score, reason = u.reason, attempts = t.attempts + u.tried,
       next_at = coalesce(u.next_at, t.next_at), judge_version = coalesce(u.version, t.judge_version),
       done_at = case when u.state = 'waiting' then null else $3::timestamptz end,
       material = case when u.state = 'waiting' then t.material end,
       cost_nanos = case when u.unpriced or t.judge_version is not null and t.cost_nanos is null then null
         else coalesce(t.cost_nanos, 0) + coalesce(u.cost, 0) end
     from json_to_recordset($2::json) as u (id text, digest text, attempts int, state text, score float8, reason text,
       next_at timestamptz, version int, tried int, cost bigint, unpriced boolean)
     where t.project_id = $1 and t.id = u.id and t.state = 'waiting' and t.digest = u.digest and t.attempts = u.attempts
     returning t.id`,
    [projectId, JSON.stringify(rows), now.toISOString()],
  )
  const ids = new Set(taken.map(({ id }) => id))
  return all.filter(({ task }) => ids.has(task.id))
}
