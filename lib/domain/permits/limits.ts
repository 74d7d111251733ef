import { applyPolicy } from '#lib/domain/approvals/rules.ts'
import { type ConfiguredBreaker, readBreakers } from '#lib/domain/breakers/index.ts'
import { readBudgets } from '#lib/domain/budgets/index.ts'
import { throttles } from '#lib/domain/slos/index.ts'
import { checkArguments, registeredTool } from '#lib/domain/tools/index.ts'
import { keptByVersion } from '#lib/platform/config/kept.ts'
import type { Database } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { isProblem } from '#lib/shared/problem.ts'
import type { Ask, Limits } from './ask.ts'

type RegisteredTool = Awaited<ReturnType<typeof registeredTool>>

export interface Kept extends Limits {
  breakers: readonly ConfiguredBreaker[]
  tools: Map<string, RegisteredTool>
}

const kept = keptByVersion<Kept>('permits.limits')

/**
 * What the project has set, as it stands now: the rows are read again whenever one of them has changed, so that no
 * process goes on with old limits.
 */
export async function limitsOf(sql: Sql, db: Database, projectId: string): Promise<Kept> {
  const [row] = await sql.query<{ version: string }>(
    `select concat_ws(' ', count(*), sum(revision), max(updated_at),
       (select sum(revision) from control_state where project_id = $1 and kind = 'slo')) as version from config_object
     where project_id = $1 and kind in ('budget', 'breaker', 'tool', 'slo')`,
    [projectId],
  )
  return kept(db, projectId, row?.version ?? '', async () => {
    const [budgets, breakers, throttled] = await Promise.all([
      readBudgets(db, projectId),
      readBreakers(db, projectId),
      throttles(db, projectId),
    ])
    return { budgets: [...budgets, ...throttled], breakers, tools: new Map<string, RegisteredTool>() }
  })
}

/** The question with what the approval policy and the tool's schema say of it, by the registry as it stands now. */
export async function judged(ask: Ask, { tools }: Kept, db: Database, projectId: string): Promise<Ask> {
  const { tool, environment, body } = ask
  if (tool === null) return ask
  const registered = tools.get(tool) ?? (await registeredTool(db, { projectId }, tool))
  // Names come from agents: not one entry for each that one of them makes up.
  if (tools.size < 1_000) tools.set(tool, registered)
  const badArguments = registered.schema ? faultOf(tool, registered.schema, body.arguments ?? {}) : null
  return { ...ask, policy: applyPolicy({ tool, environment }, registered), badArguments }
}

function faultOf(tool: string, schema: Record<string, unknown>, args: Record<string, unknown>): string | null {
  try {
    checkArguments(tool, schema, args)
    return null
  } catch (error) {
    if (!isProblem(error)) throw error
    return error.fields.detail ?? error.fields.title
  }
}
