import { besideSwitches, requireEnabled } from '#lib/domain/agents/index.ts'
import {
  type Matched,
  matchPolicies,
  readPolicies,
  takeUse,
  touchedBy,
  withUsesLeft,
} from '#lib/domain/policies/index.ts'
import type { Policy } from '#lib/domain/policies/schemas.ts'
import { checkArguments, registeredTool } from '#lib/domain/tools/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { applyPolicy, statedRisk } from '../rules.ts'
import type { Risk } from '../schemas.ts'
import { combine, type Verdict } from './combine.ts'

/** A call as the rules check it. */
export interface CheckedCall {
  agent: string
  tool: string
  environment: string
  arguments: Record<string, unknown>
  /** The risk that the agent declares. */
  risk?: Risk | undefined
  run: string | null
}

export type RegisteredTool = Awaited<ReturnType<typeof registeredTool>>

/** What the seed rules and the policies say about a call now. It only reads: no use is taken, nothing is counted. */
export async function verdictOn(
  tx: Tx,
  ctx: Context,
  call: CheckedCall,
  { registered, now, usesCount = true }: { registered: RegisteredTool; now: Date; usesCount?: boolean },
): Promise<Verdict & { matched: Matched }> {
  const all = await readPolicies(tx, ctx)
  const policies = usesCount ? await withUsesLeft(tx, ctx, all) : all
  const labels = (await touchedBy(tx, ctx, policies, [call]))(call)
  const matched = matchPolicies(policies, { ...call, risk: statedRisk(call.risk, registered), ...labels }, now)
  return { ...combine(applyPolicy(call, registered), matched), matched }
}

/** The columns of a request that a verdict sets. */
export const toStore = ({ risk, reasons, requirement, policyVersion }: Verdict) => ({
  ...{ risk, reasons, policyVersion },
  requirement: requirement ?? Prisma.DbNull,
})

/** The verdict on a requested call, the policies behind it, and what it touches. */
export interface RulesChecked {
  verdict: Verdict
  met: readonly Policy[]
  labels: readonly string[]
}

/**
 * Checks a requested call. Throws 409 if the agent is switched off, and 422 for arguments that do not fit the registered tool.
 * Takes one use of the policy that allows the call. The caller counts the policies that were met after the transaction, because
 * all calls share their rows.
 */
export async function checkRules(tx: Tx, ctx: Context, call: CheckedCall): Promise<RulesChecked> {
  await besideSwitches(tx, ctx.projectId)
  await requireEnabled(tx, ctx, call.agent)
  const registered = await registeredTool(tx, ctx, call.tool)
  if (registered.schema) checkArguments(call.tool, registered.schema, call.arguments)
  const { labels } = registered
  const now = await ctx.clock.now(tx)
  for (let round = 0; round < 3; round++) {
    const { matched, ...verdict } = await verdictOn(tx, ctx, call, { registered, now })
    // Another request took the last use between the reading and the taking.
    if (verdict.allowedBy !== null && !(await takeUse(tx, ctx, verdict.allowedBy))) continue
    return { verdict, met: Object.values(matched).flat(), labels }
  }
  const none: Matched = { denies: [], requires: [], allows: [], shadows: [] }
  const verdict = combine({ ...applyPolicy(call, registered), outcome: 'needs_approval' }, none)
  return { verdict, met: [], labels }
}
