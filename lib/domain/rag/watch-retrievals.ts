import { readConfigs } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { pipelineConfig } from './contract.ts'
import { documentsOf } from './documents.ts'
import { keepReadBack, nextStretch, unreadUntil } from './read-back.ts'

// SQL: reads retriever spans of some hours through a partial index.

/** How many hours are still added up again, because late spans change their figures. */
const hoursOpen = 3
/**
 * How many of the newest retrievals of a pipeline a round reads. If an hour has more, its shares are those of what was
 * read.
 */
const most = 5_000

export async function projectsWithPipelines(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ project_id: string }>(
    `select distinct project_id from config_object where kind = 'rag-pipeline' and archived_at is null limit 500`,
  )
  return rows.map(row => row.project_id)
}

interface SpanRow {
  trace_id: string
  hour: Date
  status: string
  output: string | null
  attributes: Record<string, unknown> | null
}

/** Adds up the last hours and a stretch of the past, for each pipeline that names its retriever spans. */
export async function watchRetrievals(ctx: Context): Promise<void> {
  const pipelines = await readConfigs(ctx.db, ctx.projectId, pipelineConfig)
  const now = await ctx.clock.now(poolSql(ctx.db))
  const open = new Date(Math.floor(now.getTime() / 3_600_000 - hoursOpen + 1) * 3_600_000)
  for (const { slug, retriever, agent } of pipelines) {
    if (retriever === null) continue
    const spans = { retriever, agent }
    const until = await unreadUntil(ctx, slug, spans, open)
    await keepStretch(ctx, slug, { ...spans, from: open, to: now })
    const past = nextStretch(until, now)
    const readBackTo = past === null ? until : await keepStretch(ctx, slug, { ...spans, ...past })
    await keepReadBack(ctx, slug, { ...spans, readBackTo, lookedAt: now })
  }
}

/** Stores the hours of a stretch. Answers from when on all of it was read. */
async function keepStretch(ctx: Context, pipeline: string, asked: Asked): Promise<Date> {
  const rows = await spansOf(ctx, asked)
  const hours = Map.groupBy(rows, row => row.hour.getTime())
  const oldest = rows.at(-1)?.hour
  const cut = rows.length === most && oldest !== undefined
  // The hour in which the reading stopped was only read in part. It is left out: it was stored from more retrievals
  // when it was the last hour, or the next stretch will store it.
  const partly = cut && hours.size > 1
  if (partly) hours.delete(oldest.getTime())
  for (const [hour, its] of hours) await keepHour(ctx, pipeline, new Date(hour), its)
  if (!cut) return asked.from
  return partly ? new Date(oldest.getTime() + 3_600_000) : oldest
}

interface Asked {
  retriever: string
  agent: string | null
  from: Date
  to: Date
}

function spansOf({ db, projectId }: Context, { retriever, agent, from, to }: Asked): Promise<SpanRow[]> {
  return poolSql(db).query<SpanRow>(
    `select s.trace_id, date_trunc('hour', 'epoch'::timestamptz + s.start_us * interval '1 microsecond', 'UTC') as hour,
       s.status, p.output, p.attributes
     from span s left join span_payload p using (project_id, day, trace_id, span_id)
     where s.project_id = $1 and s.kind = 'retriever' and s.start_us >= $2::bigint and s.start_us < $3::bigint
       and $4 in (s.name, s.tool) and ($5::text is null or s.agent = $5)
     order by s.start_us desc limit ${most}`,
    [projectId, from.getTime() * 1_000, to.getTime() * 1_000, retriever, agent],
  )
}

async function keepHour(
  { db, projectId }: Context,
  pipeline: string,
  hour: Date,
  rows: readonly SpanRow[],
): Promise<void> {
  const told = rows.flatMap(row => {
    const documents = row.status === 'error' ? null : documentsOf(row.attributes ?? {}, row.output)
    return documents ? [{ ...documents, traceId: row.trace_id }] : []
  })
  const scores = told.flatMap(({ best }) => best ?? [])
  const figures = {
    retrievals: rows.length,
    errors: rows.filter(({ status }) => status === 'error').length,
    told: told.length,
    empty: told.filter(({ count }) => count === 0).length,
    scored: scores.length,
    scoreSum: scores.reduce((a, b) => a + b, 0),
    scoreSum2: scores.reduce((a, b) => a + b * b, 0),
    sample: told.find(({ count }) => count === 0)?.traceId ?? null,
  }
  await db.prisma.ragHour.upsert({
    where: { projectId_pipeline_hour: { projectId, pipeline, hour } },
    create: { projectId, pipeline, hour, ...figures },
    update: figures,
  })
}
