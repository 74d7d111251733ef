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

/** A call as it is checked. */
export interface CheckedCall {
  agent: string
  tool: string
  environment: string
  arguments: Record<string, unknown>
  /** As the agent declares it. */
  risk?: Risk | undefined
  run: string | null
}

export type RegisteredTool = Awaited<ReturnType<typeof registeredTool>>

/** What the seed rules and the policies say of a call now. Reads alone: no use is taken, nothing counted. */
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

/** A verdict in the form that a request stores. */
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
 * Checks a call that is asked for: throws 409 where the agent is switched off, 422 for arguments that the registered tool
 * does not take. Takes the use of the policy that lets it through; counting those that it met is left to the caller, after
 * the transaction: their rows are shared by all calls.
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
    // Somebody else took the last use between reading and taking.
    if (verdict.allowedBy !== null && !(await takeUse(tx, ctx, verdict.allowedBy))) continue
    return { verdict, met: Object.values(matched).flat(), labels }
  }
  const none: Matched = { denies: [], requires: [], allows: [], shadows: [] }
  const verdict = combine({ ...applyPolicy(call, registered), outcome: 'needs_approval' }, none)
  return { verdict, met: [], labels }
}
