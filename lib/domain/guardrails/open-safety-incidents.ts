import { openIncident } from '#lib/domain/incidents/index.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'

type Event = Prisma.GuardrailEventModel

/** What a guardrail goes on finding in the same agent stands on the page of guardrails; the incident is told once in this time. */
const quietSeconds = 60

/** What a critical guardrail finds is an incident of its agent. One that passed found nothing. */
export async function openSafetyIncidents(tx: Tx, ctx: Context, events: readonly Event[]): Promise<void> {
  const critical = events.filter(({ severity, outcome }) => severity === 'critical' && outcome !== 'passed')
  const first = new Map(critical.map(event => [JSON.stringify([event.name, event.agent, event.environment]), event]))
  for (const event of first.values()) await open(tx, ctx, event)
}

function open(tx: Tx, ctx: Context, { id, name, stage, outcome, agent, environment, tool, traceId, ...event }: Event) {
  return openIncident(tx, ctx, {
    ...{ cause: 'safety', severity: 'critical', source: { kind: 'guardrail', id: name }, at: event.at, quietSeconds },
    scope: { agent, environment },
    title: `A guardrail ${outcome} the ${stage}${agent === null ? '' : ` of ${agent}`}`,
    message: `The guardrail ${name} ${outcome} the ${stage}. ${event.message ?? ''}`.trim(),
    evidence: { eventId: id, name, stage, outcome, tool, traceId, spanId: event.spanId },
  })
}
