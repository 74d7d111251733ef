import { pairRuns } from '#lib/domain/evals/index.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { type Tx, transaction } from '#lib/platform/db/transaction.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { comparisonMarkdown } from './comparison-markdown.ts'
import type { comparePromptsContract } from './contract.ts'
import { expectsOf, findPrompt, findVersion, type PromptRow, toVersion } from './internal.ts'
import { findLabel } from './moves.ts'
import { lint, plainText } from './rules.ts'
import type { Comparison } from './schemas.ts'
import { textDiff } from './text-diff.ts'
import { judgeVersions } from './verdict.ts'

/** Default: from production's version to the newest. Throws 404. */
export async function compareVersions(
  ctx: Context,
  { params: { name }, query }: Input<typeof comparePromptsContract>,
): Promise<Output<typeof comparePromptsContract>> {
  await authorize(ctx, 'prompts.read')
  return transaction(ctx.db, async tx => compare(tx, ctx, await findPrompt(tx, ctx, name), query))
}

/** Pairs the newest finished runs of both versions by the prompt's suite, and compares the texts. */
export async function compare(
  tx: Tx,
  ctx: Context,
  prompt: PromptRow,
  { from: asked, to = prompt.latest }: { from?: number | undefined; to?: number | undefined },
): Promise<Comparison> {
  const { name, suite } = prompt
  const production = await findLabel(tx, ctx, name, 'production')
  const from = asked ?? (production?.version === to ? null : (production?.version ?? null))
  const later = toVersion(await findVersion(tx, ctx, name, to), [])
  const earlier = from === null ? null : toVersion(await findVersion(tx, ctx, name, from), [])
  const before = from === null ? null : await newestRun(tx, ctx, prompt, from)
  const after = await newestRun(tx, ctx, prompt, to)
  const paired = before && after ? await pairRuns(tx, ctx, before.runId, after.runId) : null
  const judged = judgeVersions({ name, from, to, suite, before, after, paired, lint: lint(later, expectsOf(prompt)) })
  const diff = earlier === null ? [] : textDiff(plainText(earlier), plainText(later))
  return { ...judged, markdown: comparisonMarkdown(judged, diff) }
}

async function newestRun(tx: Tx, { projectId }: Context, { name, suite }: PromptRow, version: number) {
  if (suite === null) return null
  const made = await tx.prisma.promptEval.findMany({ where: { projectId, name, version }, select: { runId: true } })
  const run = await tx.prisma.evalRun.findFirst({
    where: { projectId, suite, state: 'finished', id: { in: made.map(({ runId }) => runId) } },
    orderBy: { finishedAt: 'desc' },
  })
  return run && { runId: run.id, average: run.average }
}
