import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { invalid } from '#lib/shared/problem.ts'
import type { importGatewayContract } from './contract.ts'
import { adapters } from './read/gateways.ts'
import { reportEvents } from './report-events.ts'

/** Stores what the guardrails of a gateway answered, in the gateway's own words. */
export async function importGateway(
  ctx: Context,
  { params: { gateway }, query, body }: Input<typeof importGatewayContract>,
): Promise<Output<typeof importGatewayContract>> {
  const read = adapters[gateway].safeParse(body)
  if (!read.success) {
    const [issue] = read.error.issues
    throw invalid(
      issue?.message ?? 'This is not the format of this gateway.',
      ['body', ...(issue?.path ?? [])].join('.'),
    )
  }
  const { id, agent, stage, ...of } = query
  const events = read.data.map((verdict, at) => ({
    ...verdict,
    ...of,
    ...(stage === undefined ? {} : { stage }),
    ...(id === undefined ? {} : { id: `${id}-${at}` }),
    agent,
  }))
  if (events.length === 0) return { stored: 0 }
  return reportEvents(ctx, { body: { events: events.slice(0, 500) } })
}
