import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { nanosToUsd } from '#lib/shared/money.ts'
import { invalid } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { promptUsageContract } from './contract.ts'
import { findPrompt } from './internal.ts'
import { latencyP95 } from './usage-latency.ts'
import { evalsOf, scoresOf } from './usage-quality.ts'

// SQL: sums over rollups by version, and by version and time.

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
const within = `where project_id = $1 and prompt = $2 and hour >= $3::timestamptz and hour < $4::timestamptz
  and ($5::text is null or environment = $5)`

/** Longer ranges have one point a day: with one an hour, a year would have 8,760 points for each version. */
const byHourUpToMs = 3 * 86_400_000
/** Time comes first in the key of a figure, because the name of a version may contain spaces. */
const timeOf = (bucket: 'hour' | 'day') => `extract(epoch from date_trunc('${bucket}', hour, 'UTC'))::bigint`

/** For each version, the sums of its hours and the scores of its traces. Throws 404 or 422. */
export async function promptUsage(ctx: Context, { params: { name }, query }: In): Promise<Answer> {
  await authorize(ctx, 'prompts.read')
  const lengthMs = Date.parse(query.to) - Date.parse(query.from)
  if (lengthMs <= 0) throw invalid('The end of the range must be after its beginning.', 'query.to')
  await findPrompt(ctx.db, ctx, name)
  const values = [ctx.projectId, name, query.from, query.to, query.environment ?? null]
  const bucket = lengthMs <= byHourUpToMs ? 'hour' : 'day'
  const [versions, evals, series] = await Promise.all([
    versionsOf(ctx, values),
    evalsOf(ctx, name),
    seriesOf(ctx, bucket, values),
  ])
  return { bucket, versions, evals, series }
}

async function versionsOf(ctx: Context, values: readonly unknown[]): Promise<Answer['versions']> {
  const [rows, latency, scores] = await Promise.all([
    poolSql(ctx.db).query<Sums>(
      `select version, ${sums} from prompt_hour ${within} group by version having sum(calls) > 0`,
      values,
    ),
    latencyP95(ctx, { keys: ['version'], within, values }),
    scoresOf(ctx, values),
  ])
  return rows
    .map(row => ({
      ...figures(row),
      p95Ms: latency.get(row.version) ?? null,
      scores: scores.get(row.version) ?? [],
    }))
    .sort((a, b) => Number(b.version) - Number(a.version) || (a.version < b.version ? 1 : -1))
}

async function seriesOf(ctx: Context, bucket: 'hour' | 'day', values: readonly unknown[]): Promise<Answer['series']> {
  const time = timeOf(bucket)
  const [rows, latency] = await Promise.all([
    poolSql(ctx.db).query<Sums & { time: string }>(
      `select version, ${time}::text as time, ${sums} from prompt_hour ${within} group by version, ${time}
       having sum(calls) > 0 order by ${time}, version`,
      values,
    ),
    latencyP95(ctx, { keys: [time, 'version'], within, values }),
  ])
  return rows.map(row => ({
    at: toRfc3339(new Date(Number(row.time) * 1_000)),
    ...figures(row),
    p95Ms: latency.get(`${row.time} ${row.version}`) ?? null,
  }))
}

/** Null if no call of the sum has a price: then the cost is unknown. */
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
