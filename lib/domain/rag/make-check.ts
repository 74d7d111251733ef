import { pairRuns } from '#lib/domain/evals/index.ts'
import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import { fieldsOf, findRow } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { newId } from '#lib/shared/ids.ts'
import { invalid } from '#lib/shared/problem.ts'
import { type CheckRow, toAnswer } from './check-item.ts'
import { type makeCheckContract, pipelineConfig } from './contract.ts'
import { meansOf, retrievalOf } from './retrieval.ts'
import { checksOf, verdictOf } from './rules.ts'
import type { CheckBody } from './schemas.ts'

/** Computes the five checks from the evidence, and stores both. Throws 422 for a time in the future. */
export async function makeCheck(
  ctx: Context,
  { body }: Input<typeof makeCheckContract>,
): Promise<Output<typeof makeCheckContract>> {
  const { pipeline } = body
  await authorize(ctx, 'rag.check', { type: 'rag-pipeline', id: pipeline })
  return change(ctx, async tx => {
    const row = await keepCheck(tx, ctx, body)
    await audit(tx, ctx, {
      action: 'rag-check.made',
      object: { type: 'rag-pipeline', id: pipeline },
      after: { check: row.id, verdict: row.verdict },
      evidence: { queries: row.queries, recall: row.recall, checks: row.checks },
    })
    await publish(tx, ctx.projectId, { topic: 'rag', type: 'rag-check.made', ids: [pipeline] })
    return toAnswer(row)
  })
}

async function keepCheck(tx: Tx, ctx: Context, { queries, ...stated }: CheckBody): Promise<CheckRow> {
  const { projectId } = ctx
  const { pipeline, k, abEvalRunIds } = stated
  const checkedAt = await ctx.clock.now(tx)
  requirePast(stated, checkedAt)
  const config = await findRow(tx, projectId, pipelineConfig.name, pipeline)
  const registered = config && config.archivedAt === null ? fieldsOf(pipelineConfig, config) : null
  const retrievals =
    k === undefined ? [] : queries.map(query => ({ query, figures: retrievalOf(query.retrieved, query.expected, k) }))
  const means = meansOf(retrievals.map(({ figures }) => figures))
  const compared = abEvalRunIds ? await pairRuns(tx, ctx, ...abEvalRunIds) : null
  const checks = checksOf({ stated, registered, queries: queries.length, recall: means.recall, compared })
  const id = newId('rag')
  const row = await tx.prisma.ragCheck.create({
    data: {
      ...{
        projectId,
        id,
        pipeline,
        verdict: verdictOf(checks),
        checks,
        k: k ?? null,
        queries: queries.length,
        ...means,
      },
      ...{ stated: stated as object, ...(registered ? { registered: registered as object } : {}) },
      ...{ release: stated.release ?? null, commit: stated.commit ?? null, checkedAt, checkedBy: ctx.actor.label },
    },
  })
  await tx.prisma.ragQuery.createMany({
    data: retrievals.map(({ query, figures: { reciprocalRank, ...figures } }) => ({
      ...{ projectId, checkId: id, query: query.id, text: query.text ?? null, rr: reciprocalRank, ...figures },
      ...{ retrieved: query.retrieved, expected: query.expected },
    })),
  })
  return row
}

/** Clocks may differ by this much. */
const ahead = 5 * 60_000

function requirePast(stated: Omit<CheckBody, 'queries'>, now: Date): void {
  for (const field of ['indexBuiltAt', 'documentsUpdatedAt'] as const) {
    const at = stated[field]
    if (at !== undefined && Date.parse(at) > now.getTime() + ahead)
      throw invalid('This time is in the future.', `body.${field}`)
  }
}
