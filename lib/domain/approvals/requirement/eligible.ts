import { agentConfig } from '#lib/domain/agents/contract.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import type { Requirement } from '#lib/shared/approval-requirement.ts'
import { roles } from '#lib/shared/permissions.ts'
import { Problem } from '#lib/shared/problem.ts'
import type { Row } from '../internal.ts'
import { creatorOfKey } from './own-request.ts'

const notEligible = (detail: string) =>
  new Problem({ status: 403, type: 'not-eligible', title: 'Somebody else must decide', detail })

/** Throws 403 `not-eligible` for a person who may not approve by the policies. */
export async function requireEligible(tx: Tx, ctx: Context, row: Row, requirement: Requirement): Promise<void> {
  const { actor } = ctx
  if (actor.kind !== 'user') throw notEligible('Only a person may approve this.')
  const { role, noSelfApproval } = requirement
  if (role !== null && roles.indexOf(actor.role) < roles.indexOf(role))
    throw notEligible(
      `This needs the approval of a person with the role ${role} or higher. Your role is ${actor.role}.`,
    )
  if (!noSelfApproval) return
  const why = await ownPart(tx, ctx, row, requirement)
  if (why !== null) throw notEligible(`${why}. Somebody who is not involved must decide.`)
}

/** How the person is involved in the request; null: not at all. */
async function ownPart(tx: Tx, ctx: Context, row: Row, { policies }: Requirement): Promise<string | null> {
  const { projectId, actor } = ctx
  if (row.requestedBy === actor.id) return 'You made this request'
  if ((await creatorOfKey(tx, ctx, row)) === actor.id) return 'You created the key that made this request'
  const agent = await tx.prisma.configObject.findFirst({
    where: { projectId, kind: agentConfig.name, slug: row.agent },
    select: { body: true, updatedBy: true },
  })
  if (agent?.updatedBy === actor.id) return `You were the last to change the agent ${row.agent}`
  const owner = (agent?.body as { owner?: string | null } | undefined)?.owner?.toLowerCase()
  const user = await tx.prisma.user.findUnique({ where: { id: String(actor.id) }, select: { email: true, name: true } })
  const names = user ? [user.email.toLowerCase(), user.name.toLowerCase()] : []
  if (owner !== undefined && names.includes(owner)) return `You own the agent ${row.agent}`
  const [edited] = await tx.prisma.policyVersion.findMany({
    where: { projectId, changedBy: actor.id, OR: policies.map(versionOf) },
    select: { slug: true },
    take: 1,
  })
  return edited ? `You wrote the policy ${edited.slug}` : null
}

/** Reads `slug@revision`. A slug may contain an @ itself. */
function versionOf(named: string): { slug: string; revision: number } {
  const at = named.lastIndexOf('@')
  return { slug: named.slice(0, at), revision: Number(named.slice(at + 1)) }
}
