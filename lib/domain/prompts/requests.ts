import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { bucketMs } from '#lib/shared/bucket.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { nanosToUsd } from '#lib/shared/money.ts'
import { invalid } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { promptRequestsContract } from './contract.ts'
import { findPrompt } from './internal.ts'

// SQL: sums over a rollup by version and time.

type Answer = Output<typeof promptRequestsContract>

const mostBuckets = 1_500

interface Sums {
  at: string
  version: string
  traces: string
  errors: string
  priced: string
  nanos: string
}

/**
 * Requests of each version by time: traces that used this version and no other of the prompt, which is what the gates of a
 * rollout count too. The range is widened to whole buckets. Throws 404, or 422 with the field.
 */
export async function promptRequests(
  ctx: Context,
  { params: { name }, query }: Input<typeof promptRequestsContract>,
): Promise<Answer> {
  await authorize(ctx, 'prompts.read')
  const width = bucketMs[query.bucket]
  const from = Math.floor(Date.parse(query.from) / width) * width
  const to = Math.ceil(Date.parse(query.to) / width) * width
  if (from >= to) throw invalid('The end of the range must be after its beginning.', 'query.to')
  if ((to - from) / width > mostBuckets)
    throw invalid(
      `The range has more than ${mostBuckets} buckets. Choose a wider bucket or a shorter range.`,
      'query.bucket',
    )
  await findPrompt(ctx.db, ctx, name)
  const sql = poolSql(ctx.db)
  const time = `extract(epoch from bucket)::bigint / $6 * $6`
  const rows = await sql.query<Sums>(
    `select ${time} as at, version, sum(traces)::text as traces, sum(errors)::text as errors, sum(priced)::text as priced,
       sum(cost_nanos)::text as nanos
     from rollup_prompt where project_id = $1 and prompt = $2 and bucket >= $3::timestamptz and bucket < $4::timestamptz
       and ($5::text is null or environment = $5)
     group by 1, 2 having sum(traces) > 0 order by 1, 2`,
    [ctx.projectId, name, iso(from), iso(to), query.environment ?? null, width / 1_000],
  )
  const now = await ctx.clock.now(sql)
  return {
    ...{ from: toRfc3339(new Date(from)), to: toRfc3339(new Date(to)), complete: to <= now.getTime() },
    items: rows.map(({ at, version, traces, errors, priced, nanos }) => ({
      ...{ at: toRfc3339(new Date(Number(at) * 1_000)), version },
      ...{ requests: Number(traces), errors: Number(errors) },
      meanCostUsd: priced === '0' ? null : nanosToUsd(BigInt(nanos) / BigInt(priced)),
    })),
  }
}

const iso = (ms: number) => new Date(ms).toISOString()
