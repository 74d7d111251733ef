import { z } from 'zod'
import { instant } from '#lib/shared/instant.ts'
import { pageOf, paging } from '#lib/shared/paging.ts'

const name = z.string().min(1).max(200)

export const seenQuery = z.strictObject({
  agent: name.optional(),
  environment: name.optional(),
  from: instant.optional().meta({ description: 'Only releases that appeared first at or after this time' }),
  to: instant.optional().meta({ description: 'Exclusive' }),
})

const seenRelease = z.strictObject({
  agent: z.string().nullable().meta({ description: 'null: spans that name no agent' }),
  release: z.string(),
  firstAt: instant.meta({ description: 'The minute in which its first span began' }),
  lastAt: instant.meta({ description: 'The hour in which its last span began' }),
  initial: z.boolean().meta({ description: 'The first release that was ever seen of this agent there' }),
  registered: z
    .boolean()
    .meta({ description: 'False: a name that traces give and nobody has registered; no rollout can try it' }),
})
export type SeenRelease = z.output<typeof seenRelease>

export const maxSeen = 500

export const seenAnswer = z
  .strictObject({
    items: z.array(seenRelease).meta({ description: `By first appearance, the newest first; at most ${maxSeen}` }),
  })
  .meta({ id: 'ReleasesSeen' })

const text = (max: number) => z.string().trim().min(1).max(max)

/** The fields that never change: another body under the same name is a conflict. */
const releaseFields = {
  agent: name.meta({ description: 'Whose release it is' }),
  code: text(200).meta({ description: 'Digest or version of the code: a commit, an image digest' }),
  codeUrl: z
    .url({ protocol: /^https?$/ })
    .max(1_000)
    .nullable()
    .default(null)
    .meta({ description: 'Where the code can be read' }),
  model: z.strictObject({
    provider: text(100),
    id: text(200).meta({
      description: 'As the provider names it; a name without a date may later mean another model',
    }),
    parameters: z.record(z.string().max(100), z.json()).default({}),
  }),
  prompts: z.record(text(200), text(100)).default({}).meta({ description: 'Version of each prompt, by its name' }),
  rag: z
    .record(z.string().max(100), z.json())
    .nullable()
    .default(null)
    .meta({ description: 'Settings of its retrieval' }),
}

export const registerBody = z.strictObject(releaseFields)

/** The name in addresses and in traces. `seen` is taken: it is the address of another list. */
export const releaseSlug = name.refine(
  slug => slug !== 'seen',
  'The name seen is taken: it is the address of another list',
)

export const releaseItem = z
  .strictObject({
    slug: name,
    ...releaseFields,
    digest: z.string().meta({ description: 'Digest of everything it runs: releases with equal digests are the same' }),
    registeredAt: instant,
    registeredBy: z.string(),
    created: z.boolean().optional().meta({ description: 'Only in the answer of a PUT: whether it is new' }),
  })
  .meta({ id: 'Release' })
export type ReleaseItem = z.output<typeof releaseItem>

export const releaseDetail = releaseItem
  .extend({
    promptsKept: z.array(z.string()).meta({ description: 'Those of its prompts whose version is stored here' }),
  })
  .meta({ id: 'ReleaseDetail' })
export type ReleaseDetail = z.output<typeof releaseDetail>

export const releaseFigures = z.strictObject({
  requests: z.number(),
  errorRate: z.number().nullable(),
  costPerRequest: z.string().nullable().meta({ description: 'Dollars; null where a price is unknown' }),
  latencyP95Ms: z.number().nullable(),
  scoreName: z.string().nullable().meta({
    description: "The score of the agent's quality: the one of its entry, or else the one with the most values",
  }),
  scores: z.number().meta({ description: 'How many of that score' }),
  scoreMean: z.number().nullable(),
  scoredShare: z.number().nullable().meta({
    description: 'Of the traces that it began, how many have that score; null: it began none',
  }),
})
export type ReleaseFigures = z.output<typeof releaseFigures>

const environment = name.optional().meta({ description: 'Figures there only' })

export const releaseQuery = z.strictObject({ agent: name.optional(), environment, ...paging })

const figuresOrNone = releaseFigures.nullable().meta({ description: 'Of the last 30 days; null: no trace named it' })

export const releasePage = pageOf(releaseItem.extend({ figures: figuresOrNone }))
export type ReleaseRowItem = z.output<typeof releasePage>['items'][number]

export const useQuery = z.strictObject({ environment })

export const useAnswer = z
  .strictObject({
    from: instant,
    to: instant,
    figures: releaseFigures.nullable().meta({ description: 'Null: no trace named it in this time' }),
    firstAt: instant.nullable().meta({ description: 'When a trace named it first; null: never' }),
    lastAt: instant.nullable(),
    incidents: z.int().nullable().meta({ description: 'Opened for its agent while traces named it; null: never seen' }),
    models: z.array(
      z.strictObject({ model: z.string(), spans: z.number(), firstDay: z.string(), lastDay: z.string() }),
    ),
    drift: z
      .string()
      .nullable()
      .meta({ description: 'A warning if the name of its model has come to mean another model; null: it has not' }),
  })
  .meta({ id: 'ReleaseUse' })

export const compareQuery = z.strictObject({ with: name.meta({ description: 'The other release' }) })

const comparedRelease = releaseDetail.extend({ figures: figuresOrNone })

export const compareAnswer = z
  .strictObject({
    before: comparedRelease.meta({ description: 'The other one' }),
    after: comparedRelease,
    kind: z.enum(['none', 'prompts', 'agent']).meta({ description: 'The extent of the change' }),
    changes: z.array(z.strictObject({ path: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
  })
  .meta({ id: 'ReleaseComparison' })
