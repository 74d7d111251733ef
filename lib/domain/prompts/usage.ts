import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { nanosToUsd } from '#lib/shared/money.ts'
import { invalid } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { promptUsageContract } from './contract.ts'
import { findPrompt } from './internal.ts'

// SQL: sums over rollups by version and hour, and scores of the traces that used a version.

type Answer = Output<typeof promptUsageContract>
type In = Input<typeof promptUsageContract>

interface Sums {
  version: string
  traces: string
  calls: string
  errors: string
  input: string
  output: string
  nanos: string
  unpriced: string
  timed: string
  us: string
}

const sums = `sum(traces)::text as traces, sum(calls)::text as calls, sum(errors)::text as errors, sum(input_tokens)::text as input,
  sum(output_tokens)::text as output, sum(cost_nanos)::text as nanos, sum(unpriced)::text as unpriced, sum(timed)::text as timed,
  sum(duration_us)::text as us`
const within = `from prompt_hour where project_id = $1 and prompt = $2 and hour >= $3::timestamptz and hour < $4::timestamptz
  and ($5::text is null or environment = $5)`

/** Of each version what its hours add up to, and what people and judges thought of the traces. Throws 404, or 422. */
export async function promptUsage(ctx: Context, { params: { name }, query }: In): Promise<Answer> {
  await authorize(ctx, 'prompts.read')
  if (Date.parse(query.from) >= Date.parse(query.to)) throw invalid('The end is not after the beginning.', 'query.to')
  await findPrompt(ctx.db, ctx, name)
  const sql = poolSql(ctx.db)
  const values = [ctx.projectId, name, query.from, query.to, query.environment ?? null]
  const versions = await sql.query<Sums>(
    `select version, ${sums} ${within} group by version having sum(calls) > 0`,
    values,
  )
  const series = await sql.query<Sums & { hour: Date }>(
    `select version, hour, ${sums} ${within} group by version, hour having sum(calls) > 0 order by hour, version`,
    values,
  )
  const scores = await scoresOf(ctx, values)
  const evals = await evalsOf(ctx, name)
  return {
    versions: versions
      .map(row => ({
        ...figures(row),
        scores: scores.get(row.version) ?? [],
        evalAverage: evals.get(row.version)?.average ?? null,
        evalRunId: evals.get(row.version)?.id ?? null,
      }))
      .sort((a, b) => Number(b.version) - Number(a.version) || (a.version < b.version ? 1 : -1)),
    series: series.map(row => ({
      ...{ version: row.version, hour: toRfc3339(row.hour), calls: Number(row.calls), errors: Number(row.errors) },
      costUsd: costOf(row),
    })),
  }
}

/** Of a sum of nothing but unpriced calls nobody knows the cost. */
const costOf = ({ nanos, calls, unpriced }: Sums) =>
  nanos === '0' && BigInt(unpriced) >= BigInt(calls) ? null : nanosToUsd(BigInt(nanos))

function figures(row: Sums) {
  const priced = BigInt(row.calls) - BigInt(row.unpriced)
  return {
    version: row.version,
    ...{ traces: Number(row.traces), calls: Number(row.calls), errors: Number(row.errors) },
    ...{ inputTokens: Number(row.input), outputTokens: Number(row.output), costUsd: costOf(row) },
    meanCostUsd: priced > 0n ? nanosToUsd(BigInt(row.nanos) / priced) : null,
    meanMs: row.timed === '0' ? null : Number(row.us) / Number(row.timed) / 1_000,
  }
}

type Scores = Answer['versions'][number]['scores']

async function scoresOf(ctx: Context, values: readonly unknown[]): Promise<Map<string, Scores>> {
  const rows = await poolSql(ctx.db).query<{ version: string; name: string; mean: number; count: number }>(
    `select u.version, s.name, avg(s.value)::float8 as mean, count(*)::int as count
     from prompt_use u join score s on s.project_id = u.project_id and s.trace_id = u.trace_id
     where u.project_id = $1 and u.prompt = $2 and u.hour >= $3::timestamptz and u.hour < $4::timestamptz
       and ($5::text is null or u.environment = $5) and s.value is not null
     group by u.version, s.name order by count(*) desc, s.name`,
    values,
  )
  const byVersion = Map.groupBy(rows, row => row.version)
  return new Map(
    [...byVersion].map(([version, its]) => [version, its.map(({ name, mean, count }) => ({ name, mean, count }))]),
  )
}

/** The newest finished run of each version. */
async function evalsOf({ db, projectId }: Context, name: string) {
  const made = await db.prisma.promptEval.findMany({ where: { projectId, name } })
  const runs = await db.prisma.evalRun.findMany({
    where: { projectId, id: { in: made.map(({ runId }) => runId) }, state: 'finished' },
    orderBy: { finishedAt: 'asc' },
    select: { id: true, average: true },
  })
  const versionsOf = Map.groupBy(made, ({ runId }) => runId)
  // A later run takes the place of an earlier one.
  return new Map(runs.flatMap(run => (versionsOf.get(run.id) ?? []).map(({ version }) => [String(version), run])))
}
