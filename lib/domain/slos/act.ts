import { breakAgent } from '#lib/domain/breakers/index.ts'
import { enqueue } from '#lib/domain/channels/index.ts'
import { openIncident } from '#lib/domain/incidents/index.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { Measured } from './measure.ts'
import { badness, type SloState } from './rules.ts'
import type { Objective } from './schemas.ts'

const titles: Record<SloState, string> = {
  ok: 'is within its budget again',
  unknown: 'has no data',
  warning: 'burns its budget',
  critical: 'burns its budget fast',
  exhausted: 'has spent its budget',
}
/** The cause of an incident, in the words by which runbooks are found. */
const causes: Record<Objective, string> = {
  success: 'failing-agent',
  latency: 'slow-agent',
  cost: 'cost-spike',
  quality: 'quality-drop',
  tool_success: 'tool-outage',
}

interface News {
  from: SloState
  message: string
  at: Date
}

/** Forces the agent's breaker open if the budget is spent and `onExhausted` is `break`. */
export async function breakIfSpent(
  tx: Tx,
  ctx: Context,
  { slo, judged }: Measured,
  { message, at }: Omit<News, 'from'>,
): Promise<void> {
  if (judged.status !== 'exhausted' || slo.onExhausted !== 'break') return
  await breakAgent(tx, ctx, { agent: slo.agent, environment: slo.environment, rule: 'service-level', message, at })
}

/** Notifies the channels of a change of status. `critical` and `exhausted` open an incident too. */
export async function tell(tx: Tx, ctx: Context, level: Measured, { from, message, at }: News): Promise<void> {
  const { slo, judged, target } = level
  const { status } = judged
  if (badness[status] === 0 && badness[from] === 0) return
  const title = `Service level ${slo.slug} ${titles[status]}`
  if (badness[status] >= 2)
    await openIncident(tx, ctx, {
      ...{ cause: causes[slo.objective], scope: { agent: slo.agent, environment: slo.environment } },
      ...{ severity: 'critical', title, message, source: { kind: 'slo', id: slo.slug } },
      ...{ evidence: { ...judged, target, days: slo.days }, at },
    })
  await enqueue(tx, ctx, slo.channels, {
    ...{ type: `slo.${status}`, title, text: message },
    severity: badness[status] >= 2 ? 'critical' : badness[status] === 1 ? 'warning' : 'info',
    state: badness[status] > 0 ? 'open' : 'resolved',
    ...{ key: `slo/${slo.slug}`, path: `/slos/${encodeURIComponent(slo.slug)}`, at: toRfc3339(at) },
  })
}
