import { authorize } from '#lib/platform/auth/authorize.ts'
import { lockRow } from '#lib/platform/config/lock.ts'
import { fieldsOf, findRow, type Row } from '#lib/platform/config/rows.ts'
import { configVerbs } from '#lib/platform/config/verbs.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input } from '#lib/shared/contract.ts'
import { agentConfig } from './contract.ts'
import { whileNobodyAsks } from './switch-lock.ts'
import { endWaitingOf } from './turn.ts'

const verbs = configVerbs(agentConfig, {
  announce: (what, slug, revision) => ({ topic: 'agents', type: `agent.${what}`, ids: [slug], revision }),
  steady: ['enabled'],
  async prepare(tx, ctx, fields, slug) {
    if (fields.enabled !== false) await requireMayResume(ctx, await lockRow(tx, ctx.projectId, agentConfig.name, slug))
    else {
      await whileNobodyAsks(tx, ctx.projectId)
      await endWaitingOf(tx, ctx, slug, null)
    }
    return fields
  },
})

/** An entry that keeps an agent switched off is neither changed to on nor taken away by who may not switch it on. */
async function requireMayResume(ctx: Context, row: Row | null): Promise<void> {
  if (row === null || fieldsOf(agentConfig, row).enabled) return
  await authorize(ctx, 'agents.resume', { type: 'agent', id: row.slug })
}

/** Registers an agent, or changes what is registered. */
export const putAgent = verbs.put
/** Ends its entry; what traces have shown of it stays. */
export async function archiveAgent(ctx: Context, { params, query }: Input<typeof agentConfig.archive>) {
  const row = await findRow(ctx.db, ctx.projectId, agentConfig.name, params.slug)
  await requireMayResume(ctx, row)
  // What was looked at is what ends: somebody may switch it off meanwhile.
  const expectedRevision = query.expectedRevision ?? row?.revision
  return verbs.archive(ctx, { params, query: { expectedRevision } })
}
/** For configuration as one file. */
export const agentKind = verbs.kind
