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
  if (actor.kind !== 'user') throw notEligible('Only a person may approve it.')
  const { role, noSelfApproval } = requirement
  if (role !== null && roles.indexOf(actor.role) < roles.indexOf(role))
    throw notEligible(`It needs the role ${role}; yours is ${actor.role}.`)
  if (!noSelfApproval) return
  const why = await ownPart(tx, ctx, row, requirement)
  if (why !== null) throw notEligible(`${why}, and this must be decided by somebody who is not involved.`)
}

/** What part the person has in the request; null where they have none. */
async function ownPart(tx: Tx, ctx: Context, row: Row, { policies }: Requirement): Promise<string | null> {
  const { projectId, actor } = ctx
  if (row.requestedBy === actor.id) return 'You asked for it'
  if ((await creatorOfKey(tx, ctx, row)) === actor.id) return 'You made the key that asked'
  const agent = await tx.prisma.configObject.findFirst({
    where: { projectId, kind: agentConfig.name, slug: row.agent },
    select: { body: true, updatedBy: true },
  })
  if (agent?.updatedBy === actor.id) return `You changed the agent ${row.agent} last`
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

/** `slug@revision`; a slug may hold an @ itself. */
function versionOf(named: string): { slug: string; revision: number } {
  const at = named.lastIndexOf('@')
  return { slug: named.slice(0, at), revision: Number(named.slice(at + 1)) }
}
