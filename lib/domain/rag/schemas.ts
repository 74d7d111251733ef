import { z } from 'zod'
import { optional } from '#lib/shared/config/contracts.ts'
import { pageOf, paging } from '#lib/shared/paging.ts'

export const results = ['pass', 'fail', 'lacks_evidence'] as const
export type Result = (typeof results)[number]
const checkNames = ['embedding-model', 'recall', 'index-fresh', 'chunks', 'prompt-ab'] as const
export type CheckName = (typeof checkNames)[number]

const name = z.string().trim().min(1).max(200)
const time = z.iso.datetime({ precision: 6 })
const sent = z.iso.datetime({ offset: true })
const share = z.number().min(0).max(1)
const size = z.int().min(1).max(1_000_000)
const overlap = z.int().min(0).max(1_000_000)

/** What production runs with. */
export const pipelineFields = {
  description: optional(z.string().max(2_000)),
  agent: optional(name),
  retriever: optional(name).meta({
    title: 'Retriever',
    description: 'The name of its retrieval spans; drift is computed from them',
  }),
  embeddingModel: name.meta({ title: 'Embedding model', description: 'That embeds the queries' }),
  indexEmbeddingModel: optional(name).meta({
    title: 'Embedding model of the index',
    description: 'The model that embedded the documents; default: the same',
  }),
  chunkSize: size.meta({ title: 'Chunk size' }),
  chunkOverlap: overlap.meta({ title: 'Chunk overlap' }),
  indexBuiltAt: optional(sent).meta({ title: 'Index built at' }),
  documentsUpdatedAt: optional(sent).meta({ title: 'Documents updated at' }),
  prompt: optional(name).meta({ title: 'Prompt' }),
  promptVersion: optional(z.union([z.int().min(1), name])).meta({ title: 'Version of the prompt' }),
  minimumRecall: share.default(0.8).meta({ title: 'Recall', description: 'Recall must be above this' }),
  minimumQueries: z.int().min(1).max(10_000).default(50).meta({ title: 'Queries', description: 'At least' }),
}
export type Pipeline = z.output<z.ZodObject<typeof pipelineFields>>

const documentIds = z.array(z.string().min(1).max(500)).max(1_000)
const query = z.strictObject({
  id: name,
  text: z.string().max(10_000).optional(),
  retrieved: documentIds.meta({ description: 'Retrieved ids, the best first' }),
  expected: documentIds.min(1).meta({ description: 'Ids of all relevant documents' }),
})

export const checkBody = z.strictObject({
  pipeline: name,
  embeddingModel: name.optional(),
  chunkSize: size.optional(),
  chunkOverlap: overlap.optional(),
  indexBuiltAt: sent.optional(),
  documentsUpdatedAt: sent.optional(),
  k: z.int().min(1).max(1_000).optional(),
  queries: z
    .array(query)
    .max(10_000)
    .default([])
    .superRefine((queries, ctx) => {
      const seen = new Set<string>()
      queries.forEach(({ id }, at) => {
        if (seen.has(id)) ctx.addIssue({ code: 'custom', path: [at, 'id'], message: `The query ${id} appears twice` })
        seen.add(id)
      })
    }),
  promptDiff: z.string().max(200_000).optional().meta({ description: 'Between the two prompts of the A/B eval' }),
  abEvalRunIds: z
    .tuple([z.string().min(1).max(60), z.string().min(1).max(60)])
    .optional()
    .meta({ description: 'Eval runs of both prompts on the same scenarios: production first' }),
  release: name.optional(),
  commit: name.optional(),
})
export type CheckBody = z.output<typeof checkBody>

const check = z.strictObject({
  name: z.enum(checkNames),
  result: z.enum(results),
  value: z.union([z.number(), z.string()]).nullable(),
  threshold: z.union([z.number(), z.string()]).nullable(),
  message: z.string(),
})
export type Check = z.output<typeof check>

const figures = {
  k: z.int().nullable(),
  queries: z.int(),
  recall: z.number().nullable(),
  precision: z.number().nullable(),
  mrr: z.number().nullable(),
  ndcg: z.number().nullable(),
  hitRate: z.number().nullable(),
}
const checkItem = z.strictObject({
  id: z.string(),
  pipeline: z.string(),
  verdict: z.enum(results),
  checks: z.array(check),
  ...figures,
  release: z.string().nullable(),
  commit: z.string().nullable(),
  checkedAt: time,
  checkedBy: z.string(),
})
export type CheckItem = z.output<typeof checkItem>
export const checkAnswer = z.strictObject({
  ...checkItem.shape,
  promptDiff: z.string().nullable(),
  abEvalRunIds: z.array(z.string()).nullable(),
  markdown: z.string(),
})
export const checkPage = pageOf(checkItem)
export const checkQuery = z.strictObject({
  pipeline: name.optional(),
  only: z.enum(['last']).optional().meta({ description: 'last: only the newest check of each registered pipeline' }),
  ...paging,
})

const queryItem = z.strictObject({
  id: z.string(),
  text: z.string().nullable(),
  retrieved: z.array(z.string()),
  expected: z.array(z.string()),
  missing: z.array(z.string()).meta({ description: 'Expected and not among the first k' }),
  recall: z.number(),
  precision: z.number(),
  reciprocalRank: z.number(),
  ndcg: z.number(),
})
export const queryPage = pageOf(queryItem)
export const queryQuery = z.strictObject({
  only: z.enum(['failing']).optional().meta({ description: 'Those in which a document is missing' }),
  ...paging,
})

const signal = z.strictObject({
  name: z.enum(['empty-retrievals', 'score-shift', 'stale-index']),
  status: z.enum(['steady', 'drifting', 'unknown']),
  now: z.number().nullable(),
  before: z.number().nullable(),
  message: z.string(),
})
export type Signal = z.output<typeof signal>
export const driftQuery = z.strictObject({ from: sent, to: sent })
export const driftAnswer = z.strictObject({
  retriever: z.string().nullable(),
  signals: z.array(signal),
  emptyTraceId: z.string().nullable().meta({ description: 'One trace in which nothing was retrieved' }),
  series: z.array(
    z.strictObject({
      hour: time,
      retrievals: z.int(),
      errors: z.int(),
      emptyShare: z.number().nullable(),
      meanScore: z.number().nullable(),
    }),
  ),
})
