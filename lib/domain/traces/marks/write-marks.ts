import type { PoolClient } from 'pg'
import type { TracePlan } from '#lib/domain/traces/store/plan.ts'
import { type Column, insertFrom, type Statement, writeRows } from '#lib/domain/traces/store/tables/columns.ts'

type Row = Pick<TracePlan, 'traceId' | 'revision' | 'marks'> & { projectId: string }
const columns: Column<Row>[] = [
  { name: 'project_id', type: 'text', get: row => row.projectId },
  { name: 'trace_id', type: 'text', get: row => row.traceId },
  { name: 'revision', type: 'int', get: row => row.revision },
  { name: 'marks', type: 'bigintlist', get: row => row.marks },
]
const insert: Statement<Row> = { name: 'insert-marks', columns, text: insertFrom('trace_marks', columns) }

/** Adds the marks of plans. Rows are only added, so that the cost depends on the new spans and not on the length of the trace. */
export async function writeMarks(client: PoolClient, projectId: string, plans: readonly TracePlan[]): Promise<void> {
  const moved = plans.filter(plan => plan.shift !== 0)
  if (moved.length > 0) {
    await client.query(
      `update trace_marks set marks = array(select mark + u.shift from unnest(marks) as mark)
       from unnest($2::text[], $3::bigint[]) as u(trace_id, shift) where project_id = $1 and trace_marks.trace_id = u.trace_id`,
      [projectId, moved.map(plan => plan.traceId), moved.map(plan => plan.shift)],
    )
  }
  const rows = plans.filter(plan => plan.marks.length > 0)
  await writeRows(
    client,
    insert,
    rows.map(({ traceId, revision, marks }) => ({ projectId, traceId, revision, marks })),
  )
}
