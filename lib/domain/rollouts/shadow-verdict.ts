import type { Context } from '#lib/platform/context.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import type { GateResult } from './engine/types.ts'
import { gatesOf, viewOf } from './row.ts'

interface ShadowVerdict {
  agent: string
  candidate: string
  /** Why the shadow is no evidence. Null: the candidate was not worse than production. */
  lacks: string | null
}

/** What the shadow of a rollout shows about its candidate. Null: there is no such rollout. */
export async function shadowVerdict(
  { prisma }: Reader,
  { projectId }: Pick<Context, 'projectId'>,
  id: string,
): Promise<ShadowVerdict | null> {
  const row = await prisma.rollout.findUnique({ where: { projectId_id: { projectId, id } } })
  if (!row) return null
  const { agent, candidate, state } = row
  const verdict = (lacks: string | null) => ({ agent, candidate, lacks })
  if (viewOf(row).strategy.shadow === null) return verdict('It has no shadow.')
  if (state === 'rolled_back' || state === 'cancelled' || state === 'superseded')
    return verdict(`It was ${state.replace('_', ' ')}.`)
  const where = { projectId, machine: 'rollout', objectId: id, rule: 'shadow-passed' }
  if ((await prisma.stateTransition.count({ where })) > 0) return verdict(null)
  const gate: GateResult | undefined = gatesOf(row).find(one => one.gate === 'shadow')
  if (state !== 'shadowing' || gate?.verdict === 'PASS')
    return verdict(gate?.verdict === 'PASS' ? null : 'Its shadow was skipped.')
  return verdict(
    `Its shadow has ${gate?.samples ?? 0} scored pairs, and the verdict ${gate?.verdict ?? 'does not exist yet'}.`,
  )
}
