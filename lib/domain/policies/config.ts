import { requireRecentSignIn } from '#lib/platform/auth/recent-sign-in.ts'
import type { Row } from '#lib/platform/config/rows.ts'
import { configVerbs } from '#lib/platform/config/verbs.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { invalid } from '#lib/shared/problem.ts'
import { groupConfig, policyConfig } from './contract.ts'

type Fields = Record<string, unknown>

const verbs = configVerbs(policyConfig, {
  announce: (what, slug, revision) => ({ topic: 'policies', type: `policy.${what}`, ids: [slug], revision }),
  check: checkUsable,
  prepare: (_tx, ctx, fields) => recently(ctx, fields),
  keep: keepVersion,
})

/** Creates or changes a policy; it holds from the next call on. Needs a recent password. */
export const putPolicy = verbs.put
export const getPolicy = verbs.get
export const listPolicies = verbs.list
export const archivePolicy = verbs.archive
/** For configuration as one file. */
export const policyKind = verbs.kind

const groups = configVerbs(groupConfig, {
  announce: (what, slug, revision) => ({ topic: 'policies', type: `group.${what}`, ids: [slug], revision }),
  prepare: (_tx, ctx, fields) => recently(ctx, fields),
})
export const putGroup = groups.put
export const getGroup = groups.get
export const listGroups = groups.list
export const archiveGroup = groups.archive
export const groupKind = groups.kind

async function recently(ctx: Context, fields: Fields): Promise<Fields> {
  await requireRecentSignIn(ctx)
  return fields
}

/** Throws 422 for a rule that seems to do something and does nothing. */
function checkUsable(fields: Fields): void {
  const { outcome, maxUses, validFrom, validUntil, escalateAfterSeconds, escalateTo, groups, quorum, risks } = fields
  if (maxUses !== null && outcome !== 'allow')
    throw invalid('Only the outcome allow has a number of uses.', 'body.maxUses')
  if (outcome !== 'require_approval' && (quorum !== 1 || (groups as unknown[]).length > 0))
    throw invalid('This belongs to the outcome require_approval only.', quorum === 1 ? 'body.groups' : 'body.quorum')
  if (outcome === 'allow' && (risks as string[]).includes('critical'))
    throw invalid('Critical actions always wait for approval; allow cannot cover them.', 'body.risks')
  if (
    typeof validFrom === 'string' &&
    typeof validUntil === 'string' &&
    Date.parse(validUntil) <= Date.parse(validFrom)
  )
    throw invalid('It ends before it begins.', 'body.validUntil')
  if (escalateAfterSeconds !== null && (escalateTo as unknown[]).length === 0)
    throw invalid('Say which channels are notified.', 'body.escalateTo')
}

/** Keeps what it was, so that a decision can be read beside the policy that made it. */
async function keepVersion(tx: Tx, ctx: Context, what: 'configured' | 'archived', row: Row): Promise<void> {
  await tx.prisma.policyVersion.create({
    data: {
      ...{ projectId: ctx.projectId, slug: row.slug, revision: row.revision, body: row.body as object },
      ...{ archived: what === 'archived', changedAt: row.updatedAt, changedBy: row.updatedBy },
      changedByLabel: row.updatedByLabel,
    },
  })
}
