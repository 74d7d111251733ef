import { putChannel } from '#lib/domain/channels/index.ts'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import type { Context } from '#lib/platform/context.ts'
import { newId } from '#lib/shared/ids.ts'
import { alertConfig } from './contract.ts'
import { putAlert } from './index.ts'

const hex = (n: number, length: number) => n.toString(16).padStart(length, '0')
let traces = 0

/** Requests of an agent that begin at a time, some of them failed. Each is in a trace of its own. */
export function ingestRequests(ctx: Context, at: Date, asked: { agent?: string; ok?: number; failed?: number }) {
  const { agent = 'desk', ok = 0, failed = 0 } = asked
  const spans = Array.from({ length: ok + failed }, (_, i) => {
    const start = BigInt(at.getTime()) * 1_000_000n
    traces++
    return otlpSpan(
      { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': agent },
      {
        ...{ startTimeUnixNano: start, endTimeUnixNano: start + 100_000_000n },
        ...{ traceId: hex(traces, 32), spanId: hex(traces, 16) },
        status: { code: i < failed ? 2 : 0, message: '' },
        resource: { attributes: { 'deployment.environment.name': 'production' } },
      },
    )
  })
  return ingestTraces(ctx, { spans, rejected: [] })
}

export async function putMailChannel(ctx: Context, slug: string): Promise<void> {
  const body = { kind: 'email' as const, url: null, secret: null, to: ['ada@example.com'], enabled: true }
  await putChannel(ctx, { params: { slug }, body })
}

export async function putRule(ctx: Context, fields: object, slug = newId('rule')): Promise<string> {
  await putAlert(ctx, { params: { slug }, body: alertConfig.put.body?.parse(fields) as never })
  return slug
}
