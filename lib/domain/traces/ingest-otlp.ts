import { loadPriceBook } from '#lib/domain/prices/index.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { ingestReceived } from './ingest.ts'
import { ingestLogs } from './ingest-logs.ts'
import type { DecodedLogs, DecodedTraces } from './otlp/types.ts'
import { prepareBody } from './prepare/aside.ts'
import { type Body, prepareLogs, prepareTraces, type Receipt } from './prepare/prepare.ts'

/** Stores an OTLP request of traces. When it resolves, everything not rejected is durable. Throws DecodeError. */
export async function ingestTracesBody(ctx: Context, body: Body): Promise<Receipt> {
  await authorize(ctx, 'traces.ingest')
  const { items, receipt } = await prepareBody('traces', { ...body, prices: await loadPriceBook(ctx) })
  await ingestReceived(ctx, [...items])
  return receipt
}

/** Stores GenAI content and evaluations of an OTLP request of logs. Throws DecodeError. */
export async function ingestLogsBody(ctx: Context, body: Body): Promise<Receipt> {
  await authorize(ctx, 'traces.ingest')
  const { items, receipt } = await prepareBody('logs', body)
  await ingestLogs(ctx, [...items])
  return receipt
}

/** The same for traces that are decoded already. */
export async function ingestTraces(ctx: Context, decoded: DecodedTraces): Promise<Receipt> {
  await authorize(ctx, 'traces.ingest')
  const { items, receipt } = prepareTraces(decoded, await loadPriceBook(ctx))
  await ingestReceived(ctx, [...items])
  return receipt
}

/** The same for logs that are decoded already. */
export async function ingestLogRecords(ctx: Context, decoded: DecodedLogs): Promise<Receipt> {
  await authorize(ctx, 'traces.ingest')
  const { items, receipt } = prepareLogs(decoded)
  await ingestLogs(ctx, [...items])
  return receipt
}
