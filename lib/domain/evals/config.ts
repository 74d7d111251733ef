import { requireJudge } from '#lib/domain/judges/index.ts'
import { fieldsOf } from '#lib/platform/config/rows.ts'
import type { ConfigRules } from '#lib/platform/config/rules.ts'
import { configVerbs } from '#lib/platform/config/verbs.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { checkScorers } from './scoring/check-scorers.ts'
import { suiteConfig } from './suites/contract.ts'
import type { Suite } from './suites/schemas.ts'

/** Stores the revision as a version, in the transaction of the change, because a run refers to one version. */
const keepVersion: NonNullable<ConfigRules['keep']> = async (tx, ctx, what, row) => {
  if (what === 'archived') return
  const { scenarios, ...rules } = fieldsOf(suiteConfig, row) as Suite
  await tx.prisma.evalSuiteVersion.create({
    data: {
      projectId: ctx.projectId,
      suite: row.slug,
      version: row.revision,
      rules: rules as object,
      scenarioIds: scenarios.map(({ id }) => id),
      scenarios: scenarios as object,
      createdAt: row.updatedAt,
      createdBy: row.updatedByLabel,
    },
  })
}

const verbs = configVerbs(suiteConfig, {
  check: fields => checkScorers(fields as Suite),
  prepare: async (tx, ctx, fields) => {
    for (const [place, { scorer }] of (fields as Suite).criteria.entries())
      if (scorer?.kind === 'judge') await requireJudge(tx, ctx, scorer.judge, `body.criteria.${place}.scorer.judge`)
    return fields
  },
  announce: (what, slug, revision) => ({ topic: 'evals', type: `suite.${what}`, ids: [slug], revision }),
  keep: keepVersion,
  auditAs: ({ scenarios, ...rest }) =>
    Array.isArray(scenarios) ? { ...rest, scenarios: `${scenarios.length} scenarios` } : rest,
})

/** Sets a suite. Every change is a new version, and results name their version. */
export async function putSuite(
  ctx: Context,
  input: Input<typeof suiteConfig.put>,
): Promise<Output<typeof suiteConfig.put>> {
  const record = await verbs.put(ctx, input)
  return { ...record, version: record.revision }
}

export async function getSuite(
  ctx: Context,
  input: Input<typeof suiteConfig.get>,
): Promise<Output<typeof suiteConfig.get>> {
  const record = await verbs.get(ctx, input)
  return { ...record, version: record.revision }
}

export const archiveSuite = verbs.archive
/** For configuration as one file. */
export const suiteKind = verbs.kind
