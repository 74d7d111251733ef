import { combine } from '#lib/domain/approvals/index.ts'
import { applyPolicy, statedRisk } from '#lib/domain/approvals/rules.ts'
import { type ConfiguredBreaker, readBreakers } from '#lib/domain/breakers/index.ts'
import { readBudgets } from '#lib/domain/budgets/index.ts'
import { matchPolicies, readPolicies, touchedBy } from '#lib/domain/policies/index.ts'
import type { Policy } from '#lib/domain/policies/schemas.ts'
import { throttles } from '#lib/domain/slos/index.ts'
import { checkArguments, registeredTool } from '#lib/domain/tools/index.ts'
import { keptByVersion } from '#lib/platform/config/kept.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Database } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { isProblem } from '#lib/shared/problem.ts'
import type { Ask, Limits } from './ask.ts'

type RegisteredTool = Awaited<ReturnType<typeof registeredTool>>

export interface Kept extends Limits {
  breakers: readonly ConfiguredBreaker[]
  tools: Map<string, RegisteredTool>
  /** Policies without limited uses: a limited use is taken by the request for approval, not by a permit. */
  policies: readonly Policy[]
}

const kept = keptByVersion<Kept>('permits.limits')

/**
 * What the project has set now, and the time at which this was read. The rows are read again whenever one of them has
 * changed, so that no process goes on with old limits.
 */
export async function limitsOf(sql: Sql, db: Database, projectId: string): Promise<{ limits: Kept; at?: Date }> {
  const [row] = await sql.query<{ version: string; at: Date }>(
    `select clock_timestamp() as at, concat_ws(' ', count(*), sum(revision), max(updated_at),
       (select sum(revision) from control_state where project_id = $1 and kind = 'slo')) as version from config_object
     where project_id = $1 and kind in ('budget', 'breaker', 'tool', 'slo', 'policy')`,
    [projectId],
  )
  const limits = await kept(db, projectId, row?.version ?? '', async () => {
    const [budgets, breakers, throttled, all] = await Promise.all([
      readBudgets(db, projectId),
      readBreakers(db, projectId),
      throttles(db, projectId),
      readPolicies(db, { db, projectId }),
    ])
    const policies = all.filter(({ maxUses }) => maxUses === null)
    return { budgets: [...budgets, ...throttled], breakers, policies, tools: new Map<string, RegisteredTool>() }
  })
  return { limits, ...(row ? { at: row.at } : {}) }
}

/** The questions with what the approval policies and the schemas of the tools say about them now. */
export async function judged(
  sql: Sql,
  asks: readonly Ask[],
  limits: Kept,
  ctx: Project & { now: Date },
): Promise<Ask[]> {
  const runs = asks.flatMap(ask => (ask.tool === null ? [] : [runOf(ask)]))
  const touched = await touchedBy(sql, ctx, limits.policies, runs)
  return Promise.all(asks.map(ask => judgedOne(ask, limits, ctx, touched(runOf(ask)))))
}

const runOf = ({ agent, body }: Ask) => ({ agent, run: body.runId })

async function judgedOne(
  ask: Ask,
  { tools, policies }: Kept,
  { db, projectId, now }: Project & { now: Date },
  labels: ReturnType<Awaited<ReturnType<typeof touchedBy>>>,
): Promise<Ask> {
  const { tool, environment, body, agent } = ask
  if (tool === null) return ask
  const registered = tools.get(tool) ?? (await registeredTool(db, { projectId }, tool))
  // Names come from agents, who may invent any number of them, so only the first thousand are remembered.
  if (tools.size < 1_000) tools.set(tool, registered)
  const args = body.arguments ?? {}
  const badArguments = registered.schema ? faultOf(tool, registered.schema, args) : null
  const matched = matchPolicies(
    policies,
    { agent, tool, environment, arguments: args, risk: statedRisk('normal', registered), ...labels },
    now,
  )
  const policy = combine(applyPolicy({ tool, environment }, registered), matched)
  return { ...ask, policy, badArguments, labels: registered.labels, policies: Object.values(matched).flat() }
}

type Project = Pick<Context, 'db' | 'projectId'>

function faultOf(tool: string, schema: Record<string, unknown>, args: Record<string, unknown>): string | null {
  try {
    checkArguments(tool, schema, args)
    return null
  } catch (error) {
    if (!isProblem(error)) throw error
    return error.fields.detail ?? error.fields.title
  }
}
