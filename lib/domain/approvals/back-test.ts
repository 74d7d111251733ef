import type { backTestContract } from '#lib/domain/policies/contract.ts'
import { matchPolicies, readPolicies, touchedBy, withUsesLeft } from '#lib/domain/policies/index.ts'
import type { Policy } from '#lib/domain/policies/schemas.ts'
import { registeredTool } from '#lib/domain/tools/index.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { now } from '#lib/platform/now.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { asRow, callOf, type Row } from './internal.ts'
import { combine } from './requirement/combine.ts'
import { applyPolicy, statedRisk } from './rules.ts'

/** The most requests that are checked, newest first. */
const most = 1_000
/** The most requests with a different answer that are listed. */
const told = 50

type Answer = Output<typeof backTestContract>
type Outcome = Answer['items'][number]['was']

/**
 * What a policy would have answered to past requests, together with the other policies as they are now. The policy counts as in
 * force, even if it is in shadow or its time has not come. Its uses are not counted.
 */
export async function backTest(ctx: Context, { body }: Input<typeof backTestContract>): Promise<Answer> {
  await authorize(ctx, 'approvals.read')
  const today = await now(ctx)
  const since = new Date(today.getTime() - body.days * 86_400_000)
  const rows = await ctx.db.prisma.approval.findMany({
    where: { projectId: ctx.projectId, requestedAt: { gt: since } },
    orderBy: [{ requestedAt: 'desc' }, { id: 'asc' }],
    take: most,
  })
  const draft: Policy = {
    ...body.policy,
    ...{
      slug: body.slug,
      revision: 0,
      changedBy: null,
      mode: 'enforce',
      enabled: true,
      validFrom: null,
      validUntil: null,
    },
  }
  const others = (await readPolicies(ctx.db, ctx)).filter(({ slug }) => slug !== body.slug)
  const policies = [...(await withUsesLeft(ctx.db, ctx, others)), draft]
  const asked = rows.map(asRow).map(row => ({ row, call: callOf(row) }))
  const touchedAt = await touchedBy(
    poolSql(ctx.db),
    ctx,
    policies,
    asked.map(({ call }) => call),
  )
  const tools = new Map<string, Awaited<ReturnType<typeof registeredTool>>>()
  const considered: Considered[] = []
  for (const { row, call } of asked) {
    const registered = tools.get(call.tool) ?? (await registeredTool(ctx.db, ctx, call.tool))
    tools.set(call.tool, registered)
    const seen = { arguments: JSON.parse(row.originalArguments), ...touchedAt(call, row.requestedAt) }
    const matched = matchPolicies(policies, { ...call, ...seen, risk: statedRisk(call.risk, registered) }, today)
    const about = Object.values(matched).flat().includes(draft)
    considered.push({ row, about, was: outcomeOf(row), would: combine(applyPolicy(call, registered), matched).outcome })
  }
  return summary(considered)
}

interface Considered {
  row: Row
  about: boolean
  was: Outcome
  would: Outcome
}

/** The first answer to a request, by the rules at that time. */
function outcomeOf({ decidedBy, status }: Row): Outcome {
  if (decidedBy !== 'policy') return 'needs_approval'
  return status === 'rejected' ? 'deny' : 'allow'
}

function summary(considered: readonly Considered[]): Answer {
  const about = considered.filter(one => one.about)
  const changed = about.filter(({ was, would }) => was !== would)
  const would = (outcome: Outcome) => about.filter(one => one.would === outcome).length
  const rejected = ({ row }: Considered) => row.decisionKind === 'reject' || row.decisionKind === 'respond'
  return {
    considered: considered.length,
    matched: about.length,
    wouldAllow: would('allow'),
    wouldDeny: would('deny'),
    wouldHold: would('needs_approval'),
    changed: changed.length,
    allowedThoughRejected: changed.filter(one => one.would === 'allow' && rejected(one)).length,
    deniedThoughApproved: changed.filter(one => one.would === 'deny' && !rejected(one) && one.row.decidedAt !== null)
      .length,
    items: changed.slice(0, told).map(({ row, was, would }) => ({
      ...{ id: row.id, agent: row.agent, tool: row.tool, environment: row.environment, was, would },
      decided: row.decidedBy === 'policy' ? null : ((row.decisionKind ?? null) as Answer['items'][number]['decided']),
      at: toRfc3339(row.requestedAt),
    })),
  }
}
