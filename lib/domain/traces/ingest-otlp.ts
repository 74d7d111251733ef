import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { CanonicalSpan } from './canonical.ts'
import { ingestSpans } from './ingest.ts'
import { ingestLogs } from './ingest-logs.ts'
import { normaliseLog } from './normalise/log.ts'
import { normalise } from './normalise/normalise.ts'
import type { DecodedLogs, DecodedTraces, Rejection } from './otlp/types.ts'
import { priceSpan } from './pricing/price-span.ts'

/** What a partial success says. */
export interface Receipt {
  rejected: number
  message: string | null
}

/** Normalises, prices and stores a decoded request. When it resolves, everything not rejected is durable. */
export async function ingestTraces(ctx: Context, decoded: DecodedTraces): Promise<Receipt> {
  await authorize(ctx, 'traces.ingest')
  const spans: CanonicalSpan[] = []
  for (const received of decoded.spans) {
    const span = normalise(received)
    if (span) spans.push(priceSpan(span))
  }
  await ingestSpans(ctx, spans)
  return receiptOf(decoded.rejected)
}

/** Keeps the GenAI content and evaluations of log records; ordinary log lines are accepted and dropped. */
export async function ingestLogRecords(ctx: Context, decoded: DecodedLogs): Promise<Receipt> {
  await authorize(ctx, 'traces.ingest')
  await ingestLogs(
    ctx,
    decoded.records.map(normaliseLog).filter(log => log !== null),
  )
  return receiptOf(decoded.rejected)
}

function receiptOf(rejected: readonly Rejection[]): Receipt {
  const named = rejected.slice(0, 5).map(({ index, reason }) => `#${index}: ${reason}`)
  const more = rejected.length > named.length ? [`and ${rejected.length - named.length} more`] : []
  return { rejected: rejected.length, message: rejected.length === 0 ? null : [...named, ...more].join('; ') }
}
