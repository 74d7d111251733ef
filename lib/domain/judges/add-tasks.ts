import { createHash } from 'node:crypto'
import type { Sql } from '#lib/platform/db/sql.ts'
import { newId } from '#lib/shared/ids.ts'
import type { Material, Scorer } from './schemas.ts'

// SQL: one statement for thousands of rows, which knows what is scored already.

/** What is scored: an output of a run, or a trace for a rule. */
export interface NewTask {
  of: { runId: string; scenario: string; repeat: number; traceId: string | null } | { rule: string; traceId: string }
  criterion: string
  scorer: Scorer
  material: Material
}

/**
 * Creates scores for the worker to find. A score that was found or waits already is only found again if its material
 * differs.
 */
export async function addTasks(sql: Sql, projectId: string, tasks: readonly NewTask[], now: Date): Promise<number> {
  if (tasks.length === 0) return 0
  const rows = tasks.map(({ of, criterion, scorer, material }) => ({
    ...{ id: newId('sct'), run_id: null, scenario: null, repeat: null, rule: null },
    ...('rule' in of
      ? { rule: of.rule, trace_id: of.traceId }
      : { run_id: of.runId, scenario: of.scenario, repeat: of.repeat, trace_id: of.traceId }),
    ...{ criterion, scorer, material, judge: scorer.kind === 'judge' ? scorer.judge : null },
    digest: createHash('sha256')
      .update(JSON.stringify([scorer, material]))
      .digest('hex'),
  }))
  const written = await sql.query(
    `insert into scoring_task as t (project_id, id, run_id, scenario, repeat, rule, trace_id, criterion, scorer, material,
       judge, digest, state, created_at, next_at)
     select $1, u.id, u.run_id, u.scenario, u.repeat, u.rule, u.trace_id, u.criterion, u.scorer, u.material, u.judge, u.digest,
       'waiting', $3::timestamptz, $3::timestamptz
     from json_to_recordset($2::json) as u (id text, run_id text, scenario text, repeat int, rule text, trace_id text,
       criterion text, scorer json, material json, judge text, digest text)
     on conflict ${'rule' in (tasks[0]?.of ?? {}) ? '(project_id, rule, trace_id)' : '(project_id, run_id, scenario, repeat, criterion)'}
       do update set scorer = excluded.scorer, material = excluded.material, judge = excluded.judge, digest = excluded.digest,
         trace_id = excluded.trace_id, state = 'waiting', attempts = 0, next_at = excluded.next_at, score = null, reason = null
       where t.digest <> excluded.digest
     returning id`,
    [projectId, JSON.stringify(rows), now.toISOString()],
  )
  return written.length
}
