import type { PoolClient } from 'pg'
import { tagPrefix } from './fields.ts'
import { rootIdOf, spanIdOf } from './ids.ts'
import type { Fields, Stamp, StampedValue } from './merge.ts'
import { keyOf, type LangfuseObject, type ObjectKey } from './object-rows.ts'

/** What was read back is older than anything that still arrives. */
const before: Stamp = [-1, 0, 0, '']

interface Stored {
  traceId: string
  spanId: string
  name: string
  parentSpanId: string | null
  startUs: number
  endUs: number | null
  revision: number
  input: string | null
  output: string | null
  attributes: Record<string, unknown>
}

const spanIdOfKey = ({ traceId, objectId }: ObjectKey) =>
  objectId === '' ? rootIdOf(traceId) : spanIdOf(traceId, objectId)

/**
 * What the stored spans say of objects whose own rows were pruned, so that an event that comes weeks later still adds to
 * what came before it instead of replacing it.
 */
export async function seedObjects(
  client: PoolClient,
  projectId: string,
  keys: readonly ObjectKey[],
): Promise<Map<string, LangfuseObject>> {
  const { rows } = await client.query<Stored>({
    name: 'seed-langfuse-objects',
    text: `select s.trace_id as "traceId", s.span_id as "spanId", s.name, s.parent_span_id as "parentSpanId", s.revision,
             s.start_us::float8 as "startUs", s.end_us::float8 as "endUs", p.input, p.output, p.attributes
           from unnest($2::text[], $3::text[]) as k(t, s_id)
           join trace t on t.project_id = $1 and t.trace_id = k.t
           join span s on s.project_id = $1 and s.day = t.day and s.trace_id = k.t and s.span_id = k.s_id and s.revision > 0
           join span_payload p on p.project_id = $1 and p.day = t.day and p.trace_id = k.t and p.span_id = k.s_id`,
    values: [projectId, keys.map(key => key.traceId), keys.map(spanIdOfKey)],
  })
  const stored = new Map(rows.map(row => [`${row.traceId}/${row.spanId}`, row]))
  const seeds = new Map<string, LangfuseObject>()
  for (const key of keys) {
    const row = stored.get(`${key.traceId}/${spanIdOfKey(key)}`)
    if (row) seeds.set(keyOf(key), seedOf(key, row))
  }
  return seeds
}

function seedOf(key: ObjectKey, row: Stored): LangfuseObject {
  const root = key.objectId === ''
  const { revision, startUs, endUs } = row
  const parent = row.parentSpanId === rootIdOf(key.traceId) ? null : row.parentSpanId
  const told = {
    ...attributeFields(row.attributes),
    'langfuse.observation.input': row.input,
    'langfuse.observation.output': row.output,
    ...(root ? {} : { name: row.name, parent }),
    start: startUs,
    end: endUs,
  }
  const known = Object.entries(told).filter(([, value]) => value !== null)
  const fields = Object.fromEntries(known.map(([name, value]) => [name, { value, stamp: before }])) as Record<
    string,
    StampedValue
  >
  if (root) fields.start = { value: startUs, stamp: [0, -startUs, 0, ''] }
  return { ...key, fields: fields as Fields, revision, startUs, endUs }
}

function attributeFields(attributes: Record<string, unknown>): Record<string, string | number> {
  const own = Object.entries(attributes).filter(
    ([name, value]) => name.startsWith('langfuse.') && (typeof value === 'string' || typeof value === 'number'),
  )
  const tags = attributes['langfuse.trace.tags']
  const texts = Array.isArray(tags) ? tags.filter(tag => typeof tag === 'string') : []
  return Object.fromEntries([...own, ...texts.map(tag => [tagPrefix + tag, tag])])
}
