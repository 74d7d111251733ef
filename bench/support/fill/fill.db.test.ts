import { expect, test } from 'vitest'
import type { CanonicalSpan } from '#lib/domain/traces/canonical.ts'
import { ingestSpans } from '#lib/domain/traces/ingest.ts'
import { storeScores } from '#lib/domain/traces/store-scores.ts'
import { projectState } from '#lib/domain/traces/testing/project-state.ts'
import { recount } from '#lib/domain/traces/testing/recount.ts'
import { rollupsOf } from '#lib/domain/traces/testing/rollups-of.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { timeLimit } from '#lib/platform/testing/soak.ts'
import { fill } from './fill.ts'

const database = givenDatabase()
const another = givenDatabase()

const number = (value: string | null) => (value === null ? null : Number(value))
const bigint = (value: string | null) => (value === null ? null : BigInt(value))

// biome-ignore lint/suspicious/noExplicitAny: a row of span with its payload, its shape is the migration's
const toSpan = (row: any): CanonicalSpan => ({
  traceId: row.trace_id,
  spanId: row.span_id,
  parentSpanId: row.parent_span_id,
  name: row.name,
  kind: row.kind,
  noise: row.noise,
  status: row.status,
  statusMessage: row.status_message,
  startUs: Number(row.start_us),
  endUs: number(row.end_us),
  framework: row.own_framework,
  scopeName: row.scope_name,
  agent: row.own_agent,
  serviceName: row.service_name,
  release: row.own_release,
  serviceVersion: row.service_version,
  environment: row.own_environment,
  sessionId: row.own_session_id,
  userId: row.own_user_id,
  runId: row.own_run_id,
  traceName: row.trace_name,
  tags: row.tags,
  model: row.model,
  requestModel: row.request_model,
  provider: row.provider,
  tool: row.tool,
  toolCallId: row.tool_call_id,
  responseId: row.response_id,
  promptName: row.prompt_name,
  promptVersion: row.prompt_version,
  usage: {
    input: number(row.input_tokens),
    output: number(row.output_tokens),
    cacheRead: number(row.cached_input_tokens),
    cacheWrite: number(row.cache_write_tokens),
    cacheWrite1h: number(row.cache_write_1h_tokens),
    reasoning: number(row.reasoning_tokens),
    audioInput: number(row.audio_input_tokens),
    audioOutput: number(row.audio_output_tokens),
    imageInput: number(row.image_input_tokens),
    imageOutput: number(row.image_output_tokens),
  },
  serviceTier: row.service_tier,
  reportedCostNanos: bigint(row.reported_cost_nanos),
  computedCostNanos: bigint(row.computed_cost_nanos),
  costParts:
    row.fresh_cost_nanos === null
      ? null
      : {
          fresh: Number(row.fresh_cost_nanos),
          cached: Number(row.cached_cost_nanos),
          written: Number(row.cache_write_cost_nanos),
          output: Number(row.output_cost_nanos),
          reasoning: Number(row.reasoning_cost_nanos),
        },
  priceVersion: row.price_version,
  ttftUs: number(row.ttft_us),
  input: row.input,
  output: row.output,
  attributes: row.attributes,
  events: row.events,
  links: row.links,
  scores: [],
  droppedAttributes: row.dropped_attributes,
})

/** Sends what a project holds to another. */
async function ingestFrom(from: Context, to: Context): Promise<number> {
  const { rows } = await database.db.pool.query(
    'select * from span join span_payload using (project_id, day, trace_id, span_id) where project_id = $1 order by trace_id',
    [from.projectId],
  )
  for (let at = 0; at < rows.length; at += 500) await ingestSpans(to, rows.slice(at, at + 500).map(toSpan))
  const scores = await database.db.pool.query('select * from score where project_id = $1', [from.projectId])
  await storeScores(
    to,
    scores.rows.map(row => ({
      id: row.id,
      name: row.name,
      dataType: row.data_type,
      value: row.value,
      label: row.label,
      comment: row.comment,
      source: row.source,
      traceId: row.trace_id,
      spanId: row.span_id,
      sessionId: row.session_id,
      responseId: row.response_id,
      atUs: row.at.getTime() * 1000,
    })),
  )
  return rows.length
}

/** By which marks each trace is found. */
async function marksOf({ db, projectId }: Context): Promise<unknown[]> {
  const { rows } = await db.pool.query(
    `select trace_id, array_agg(mark order by mark) as marks from trace_marks, unnest(marks) as mark where project_id = $1
     group by trace_id order by trace_id`,
    [projectId],
  )
  return rows
}

/** The hash of a span's JSON text only settles ties between versions of it; SQL cannot make the same text. */
const withoutHash = (state: Record<string, unknown[]>): Record<string, unknown[]> => ({
  ...state,
  span: (state.span ?? []).map(row => ({ ...(row as object), content_hash: null })),
})

test(
  'filled by SQL, every table holds what ingest writes of the same spans and scores',
  async () => {
    const filled = freshProject(database.db)
    // Of the same name, which marks depend on.
    const ingested = { ...filled, db: another.db }
    await fill(database.db.pool, { projectId: filled.projectId, spans: 3_000, days: 3, from: '2026-10-29' })
    expect(await ingestFrom(filled, ingested)).toBe(3_000)
    const [was, is] = [await projectState(filled), await projectState(ingested)]
    for (const [table, rows] of Object.entries(withoutHash(is)))
      expect({ [table]: withoutHash(was)[table] }).toEqual({ [table]: rows })
    for (const table of [
      'trace',
      'span',
      'span_payload',
      'score',
      'rollup',
      'rollup_bin',
      'rollup_top',
      'rollup_score',
      'rollup_score_bin',
      'rollup_by_agent',
      'rollup_scored',
    ])
      expect(was[table]?.length, table).toBeGreaterThan(0)
    expect(await marksOf(filled)).toEqual(await marksOf(ingested))
    expect(await rollupsOf(filled)).toEqual(await recount(filled))
  },
  timeLimit(120_000),
)
