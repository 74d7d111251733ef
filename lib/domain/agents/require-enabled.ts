import { readConfig } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { conflict } from '#lib/shared/problem.ts'
import { agentConfig } from './contract.ts'

/** Throws 409 `agent-disabled` or `project-disabled` where somebody has switched off this agent, or all of them. */
export async function requireEnabled(reader: Reader, ctx: Context, agent: string): Promise<void> {
  const project = await reader.prisma.projectSwitch.findUnique({ where: { projectId: ctx.projectId } })
  if (project) {
    const by = `The project was switched off by ${project.disabledBy}: ${project.reason}`
    throw conflict('project-disabled', by)
  }
  const entry = await readConfig(reader, ctx, agentConfig, agent)
  if (entry === null || entry.enabled) return
  const detail = `The agent ${agent} was switched off by ${entry.updatedBy}: nothing that it asks for is allowed.`
  throw conflict('agent-disabled', detail, { revision: entry.revision })
}
