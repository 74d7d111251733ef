import type { PoolClient } from 'pg'
import {
  type Column,
  insertFrom,
  replacing,
  type Statement,
  writeRows,
} from '#lib/domain/traces/store/tables/columns.ts'
import type { Fields } from './merge.ts'
import type { Range, Times } from './span.ts'

export interface ObjectKey {
  traceId: string
  /** As the client wrote it; empty for the trace itself. */
  objectId: string
}

/** What is known of an observation or a trace, and how often that has changed. */
export interface LangfuseObject extends ObjectKey, Times {
  fields: Fields
  revision: number
}

export const keyOf = ({ traceId, objectId }: ObjectKey) => `${traceId}/${objectId}`

type Row = LangfuseObject & { projectId: string }
const columns: Column<Row>[] = [
  { name: 'project_id', type: 'text', get: row => row.projectId },
  { name: 'trace_id', type: 'text', get: row => row.traceId },
  { name: 'object_id', type: 'text', get: row => row.objectId },
  { name: 'fields', type: 'jsonb', get: row => row.fields },
  { name: 'start_us', type: 'bigint', get: row => row.startUs },
  { name: 'end_us', type: 'bigint', get: row => row.endUs },
  { name: 'revision', type: 'int', get: row => row.revision },
]
const upsert: Statement<Row> = {
  name: 'save-langfuse-objects',
  columns,
  text: `${insertFrom('langfuse_object', columns)} on conflict (project_id, trace_id, object_id)
    do update set ${replacing(columns, 3)}, updated_at = now()`,
}

export async function loadObjects(
  client: PoolClient,
  projectId: string,
  keys: readonly ObjectKey[],
): Promise<Map<string, LangfuseObject>> {
  const { rows } = await client.query<LangfuseObject>({
    name: 'load-langfuse-objects',
    text: `select o.trace_id as "traceId", o.object_id as "objectId", o.fields, o.revision,
             o.start_us::float8 as "startUs", o.end_us::float8 as "endUs"
           from unnest($2::text[], $3::text[]) as k(t, o_id)
           join langfuse_object o on o.project_id = $1 and o.trace_id = k.t and o.object_id = k.o_id`,
    values: [projectId, keys.map(key => key.traceId), keys.map(key => key.objectId)],
  })
  return new Map(rows.map(row => [keyOf(row), row]))
}

export async function saveObjects(
  client: PoolClient,
  projectId: string,
  objects: readonly LangfuseObject[],
): Promise<void> {
  await writeRows(
    client,
    upsert,
    objects.map(object => ({ ...object, projectId })),
  )
}

/** From the first start to the last end of each trace's observations. */
export async function loadRanges(
  client: PoolClient,
  projectId: string,
  traceIds: readonly string[],
): Promise<Map<string, Range>> {
  const { rows } = await client.query<Range & { traceId: string }>({
    name: 'load-langfuse-ranges',
    text: `select trace_id as "traceId", min(start_us)::float8 as "startUs", max(end_us)::float8 as "endUs"
           from langfuse_object where project_id = $1 and trace_id = any($2::text[]) and object_id <> '' group by 1`,
    values: [projectId, traceIds],
  })
  return new Map(rows.map(row => [row.traceId, row]))
}
