import { disableAgent } from '#lib/domain/agents/index.ts'
import { requestApproval } from '#lib/domain/approvals/index.ts'
import { forceOpen } from '#lib/domain/breakers/index.ts'
import { channelConfig } from '#lib/domain/channels/contract.ts'
import { enqueue } from '#lib/domain/channels/index.ts'
import type { IncidentItem } from '#lib/domain/incidents/schemas.ts'
import { listSeenReleases } from '#lib/domain/releases/index.ts'
import { readConfig } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { conflict } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { Action } from './schemas.ts'

interface Acted {
  state: 'done' | 'waiting'
  result: string
  approvalId: string | null
}

/**
 * Runs the action of a step with the permissions of the person who runs it. Throws a problem if they may not, or if it
 * is not possible.
 */
export async function act(ctx: Context, incident: IncidentItem, action: Action): Promise<Acted> {
  // A retry gets the answer of the step, not that of its action.
  const own = { ...ctx, remember: undefined }
  switch (action.kind) {
    case 'force-open':
      return forceBreakerOpen(own, incident, action.breaker)
    case 'stop-agent':
      return stopAgent(own, incident)
    case 'notify':
      return notify(own, incident, action.channels)
    case 'roll-back':
      return askToRollBack(own, incident, action.tool)
  }
}

const done = (result: string): Acted => ({ state: 'done', result, approvalId: null })
const reasonOf = ({ title }: IncidentItem) => `Runbook of the incident “${title}”`
const impossible = (why: string) => conflict('not-possible', why)

async function forceBreakerOpen(ctx: Context, incident: IncidentItem, named: string | null): Promise<Acted> {
  const { agent, source } = incident
  const slug = named ?? (source.kind === 'breaker' ? source.id : null) ?? (agent === null ? null : `agent.${agent}`)
  if (slug === null) throw impossible('The incident has neither a breaker nor an agent: name the breaker in the step.')
  await forceOpen(ctx, { params: { slug }, body: { reason: reasonOf(incident) } })
  return done(`The breaker ${slug} is forced open.`)
}

async function stopAgent(ctx: Context, incident: IncidentItem): Promise<Acted> {
  if (incident.agent === null) throw impossible('The incident has no agent that could be switched off.')
  await disableAgent(ctx, { params: { slug: incident.agent }, body: { reason: reasonOf(incident) } })
  return done(`${incident.agent} is switched off. An administrator switches it on again.`)
}

function notify(ctx: Context, incident: IncidentItem, channels: readonly string[]): Promise<Acted> {
  return transaction(ctx.db, async tx => {
    for (const slug of channels) {
      const channel = await readConfig(tx, ctx, channelConfig, slug)
      if (!channel?.enabled) throw impossible(`There is no channel ${slug} that is switched on.`)
    }
    await enqueue(tx, ctx, channels, {
      ...{ type: 'incident.told', title: incident.title, severity: incident.severity, state: 'open' },
      ...{ text: `${ctx.actor.label} tells you of this incident.`, key: incident.id },
      ...{ path: `/incidents/${incident.id}`, at: toRfc3339(await ctx.clock.now(tx)) },
    })
    return done(`On its way to ${channels.join(', ')}.`)
  })
}

/**
 * In the inbox it is a request like any other. The agent of the incident may be switched off, because the person asks
 * and not the agent.
 */
async function askToRollBack(ctx: Context, incident: IncidentItem, tool: string): Promise<Acted> {
  const { agent, environment } = incident
  if (agent === null) throw impossible('The incident has no agent that could go back to an earlier release.')
  const { items } = await listSeenReleases(ctx, { query: { agent, environment: environment ?? undefined } })
  const [current, before] = items
  if (!current || !before) throw impossible(`Traces name no earlier release of ${agent}.`)
  const label = `${ctx.actor.label} by a runbook`
  const approval = await requestApproval(
    { ...ctx, actor: { kind: 'system', id: 'runbooks', label } },
    {
      body: {
        ...{ agent: 'runbooks', tool, environment: environment ?? 'production', risk: 'high' },
        arguments: { agent, from: current.release, to: before.release, incident: incident.id },
        rationale: `${reasonOf(incident)}: back from ${current.release} to ${before.release}`,
      },
    },
  )
  const result = `Approval was requested to go back from ${current.release} to ${before.release}.`
  return { state: 'waiting', result, approvalId: approval.id }
}
