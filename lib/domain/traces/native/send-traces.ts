import type { sendTracesContract } from '#lib/domain/traces/contract.ts'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { isAhead, nowNanos } from '#lib/domain/traces/otlp/check.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { invalid } from '#lib/shared/problem.ts'
import { toOtlp } from './to-otlp.ts'

/** Stores spans of Holdpoint's own form: all of them, or none. When it resolves, all are durable and counted. */
export async function sendTraces(
  ctx: Context,
  { body: { spans } }: Input<typeof sendTracesContract>,
): Promise<Output<typeof sendTracesContract>> {
  const now = nowNanos()
  await authorize(ctx, 'traces.ingest')
  const decoded = spans.map(toOtlp)
  const early = decoded.findIndex(span => isAhead(span, now))
  if (early >= 0) throw invalid('It is more than a day ahead.', `body.spans[${early}].startedAt`)
  await ingestTraces(ctx, { spans: decoded, rejected: [] })
  return { stored: decoded.length }
}
