import { z } from 'zod'
import { buckets } from '#lib/shared/bucket.ts'
import { pageOf, paging } from '#lib/shared/paging.ts'

/** Parts between single slashes. The text before the last slash is the folder. */
export const promptName = z
  .string()
  .min(1)
  .max(200)
  .regex(
    /^[^/\s](?:[^/]*[^/\s])?(?:\/[^/\s](?:[^/]*[^/\s])?)*$/,
    'A name has parts between single slashes, and no part begins or ends with a space',
  )
export const label = z
  .string()
  .min(1)
  .max(60)
  .regex(
    /^[a-z0-9][a-z0-9_.-]*$/,
    'A label has lower-case letters, digits, dots, hyphens and underscores, and begins with a letter or digit',
  )
const variableName = z
  .string()
  .regex(
    /^[\p{L}_][\p{L}\p{N}_.-]*$/u,
    'A variable begins with a letter or underscore, and goes on with letters, digits, underscores, dots and hyphens',
  )
  .max(100)
const time = z.iso.datetime({ precision: 6 })
const usd = z.string().nullable()

const message = z.union([
  z.strictObject({ role: z.string().min(1).max(50), content: z.string().max(200_000) }),
  z.strictObject({ placeholder: variableName.meta({ description: 'A list of messages that the caller gives' }) }),
])
export type Message = z.output<typeof message>

export const versionBody = z
  .strictObject({
    template: z.string().min(1).max(200_000).optional().meta({ description: 'One text; or `messages`' }),
    messages: z.array(message).min(1).max(200).optional(),
    variables: z
      .array(variableName)
      .max(200)
      .optional()
      .meta({ description: 'Variables that the caller fills; default: those in the text, as {{name}}' }),
    model: z.string().min(1).max(200).optional(),
    parameters: z.record(z.string().max(100), z.json()).default({}),
    tags: z.array(z.string().min(1).max(100)).max(50).default([]),
    note: z.string().max(2_000).optional().meta({ description: 'What changed, and why' }),
  })
  .refine(({ template, messages }) => (template === undefined) !== (messages === undefined), {
    message: 'Either a template or messages',
    path: ['template'],
  })
export type VersionBody = z.output<typeof versionBody>

const finding = z.strictObject({
  rule: z.enum(['undeclared-variable', 'unused-variable', 'no-role', 'no-task', 'unclosed-variable', 'empty']),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
})

const content = {
  name: z.string(),
  version: z.int(),
  template: z.string().nullable(),
  messages: z.array(message).nullable(),
  variables: z.array(z.string()),
  model: z.string().nullable(),
  parameters: z.record(z.string(), z.json()),
  tags: z.array(z.string()),
  note: z.string().nullable(),
  digest: z.string().meta({ description: 'Of text, variables, model, parameters and tags' }),
  createdAt: time,
  createdBy: z.string(),
}
export const versionItem = z.strictObject({ ...content, labels: z.array(z.string()) })
export type VersionItem = z.output<typeof versionItem>
export const versionAnswer = z.strictObject({
  ...versionItem.shape,
  lint: z.array(finding),
  created: z.boolean().meta({ description: 'False: the newest version is the same' }),
})
export const promptAnswer = z.strictObject({
  ...versionItem.shape,
  folder: z.string(),
  rollout: z
    .strictObject({ id: z.string(), variant: z.enum(['candidate', 'control', 'baseline']) })
    .nullable()
    .meta({ description: 'The rollout of the label, and which side of it this answer is; null: no rollout' }),
})
export const promptQuery = z
  .strictObject({
    label: label.optional().meta({ description: '`latest` is the newest version. By default production' }),
    version: z.coerce.number().int().min(1).optional(),
    targetingKey: z
      .string()
      .min(1)
      .max(1_000)
      .optional()
      .meta({ description: 'The user or conversation: it always gets the same version during a rollout' }),
    environment: z.string().min(1).max(200).optional().meta({ description: 'By default production' }),
  })
  .refine(({ label: named, version }) => named === undefined || version === undefined, {
    message: 'Either a label or a version',
    path: ['version'],
  })
export const versionPage = pageOf(versionItem)
export const pageQuery = z.strictObject({ ...paging })

const expects = z.strictObject({ role: z.boolean().default(true), task: z.boolean().default(true) })
export const settingsBody = z.strictObject({
  description: z.string().max(2_000).nullable().default(null),
  suite: z
    .string()
    .min(1)
    .max(200)
    .nullable()
    .default(null)
    .meta({ description: 'The eval suite by which versions are compared' }),
  guardedLabels: z.array(label).max(20).default([]).meta({ description: 'Labels that move only with approval' }),
  expects: expects.default({ role: true, task: true }).meta({ description: 'What lint expects of the text' }),
})
export const settingsAnswer = z.strictObject({ name: z.string(), ...settingsBody.shape, revision: z.int() })

const labelItem = z.strictObject({
  ...{ label: z.string(), version: z.int(), revision: z.int(), movedAt: time, movedBy: z.string() },
  trial: z
    .strictObject({ rolloutId: z.string(), version: z.int(), environment: z.string(), weightBps: z.int() })
    .nullable()
    .meta({ description: 'The version that a rollout tries behind the label; null: none' }),
})
const promptItem = z.strictObject({
  name: z.string(),
  folder: z.string(),
  latest: z.int(),
  description: z.string().nullable(),
  suite: z.string().nullable(),
  labels: z.array(labelItem),
  updatedAt: time,
  updatedBy: z.string(),
})
export const promptPage = pageOf(promptItem)
export const listQuery = z.strictObject({
  folder: z.string().max(200).optional().meta({ description: 'This folder and the folders in it' }),
  ...paging,
})

export const labelBody = z.strictObject({
  version: z.int().min(1),
  expectedRevision: z
    .int()
    .min(0)
    .optional()
    .meta({ description: 'The revision of the label that you read; 0: the label must not exist yet' }),
  reason: z.string().trim().min(1).max(2_000).optional(),
})
export const moveItem = z.strictObject({
  id: z.string(),
  label: z.string(),
  fromVersion: z.int().nullable(),
  toVersion: z.int(),
  state: z.enum(['done', 'waiting', 'refused']),
  reason: z.string().nullable(),
  approvalId: z.string().nullable(),
  askedAt: time,
  askedBy: z.string(),
  settledAt: time.nullable(),
  result: z.string().nullable(),
})
export const movePage = pageOf(moveItem)
export const moveAnswer = z.strictObject({
  name: z.string(),
  ...labelItem.omit({ movedAt: true, movedBy: true, trial: true }).shape,
  version: z.int().nullable().meta({ description: 'The version that the label is at now' }),
  move: moveItem
    .nullable()
    .meta({ description: 'Null: the label was already there. `waiting`: a person must approve the move' }),
})
export const rollbackBody = z.strictObject({
  expectedRevision: z.int().min(1).optional(),
  reason: z.string().trim().min(1).max(2_000),
})

export const usageQuery = z.strictObject({
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
  environment: z.string().max(200).optional(),
})
export const requestsQuery = z.strictObject({
  ...usageQuery.shape,
  bucket: z.enum(buckets).exclude(['none']),
})
export const requestsAnswer = z.strictObject({
  from: time,
  to: time.meta({ description: 'Exclusive' }),
  complete: z.boolean().meta({ description: 'The last bucket is over' }),
  items: z
    .array(
      z.strictObject({
        at: time,
        version: z.string().meta({ description: 'Its number' }),
        ...{ requests: z.int(), errors: z.int() },
        meanCostUsd: usd.meta({ description: 'Of a request whose cost is known' }),
      }),
    )
    .meta({ description: 'Buckets with requests, by time and version' }),
})

const usage = {
  version: z.string().meta({ description: 'As spans named it' }),
  traces: z.int(),
  calls: z.int(),
  errors: z.int(),
  inputTokens: z.int(),
  outputTokens: z.int(),
  costUsd: usd,
  meanCostUsd: usd.meta({ description: 'Per call that could be priced' }),
  meanMs: z.number().nullable(),
  p95Ms: z.number().nullable().meta({ description: 'Within 5 %' }),
}
export const usageAnswer = z.strictObject({
  bucket: z.enum(['hour', 'day']).meta({ description: 'Of `series`: by the hour up to three days' }),
  versions: z
    .array(
      z.strictObject({
        ...usage,
        scores: z
          .array(z.strictObject({ name: z.string(), mean: z.number(), count: z.int() }))
          .meta({ description: 'Of traces that used it' }),
      }),
    )
    .meta({ description: 'Versions that were called in the range' }),
  evals: z
    .array(z.strictObject({ version: z.int(), evalRunId: z.string(), average: z.number().nullable() }))
    .meta({ description: 'The newest finished eval run of each version, whether it was called or not' }),
  series: z.array(z.strictObject({ at: time, ...usage })).meta({ description: 'Hours or days with calls, in UTC' }),
})

export const usesAnswer = z.strictObject({
  releases: z
    .array(
      z.strictObject({
        ...{ slug: z.string(), agent: z.string(), registeredAt: time },
        serves: z.array(
          z.strictObject({ environment: z.string(), share: z.number().meta({ description: 'Of its users: 0 to 1' }) }),
        ),
      }),
    )
    .meta({ description: 'Newest first, at most 100' }),
  evalRuns: z
    .array(
      z.strictObject({
        ...{ id: z.string(), suite: z.string(), release: z.string().nullable(), commit: z.string().nullable() },
        ...{ startedAt: time, average: z.number().nullable() },
        verdict: z.enum(['pass', 'fail', 'inconclusive']).nullable().meta({ description: 'Null: it has not finished' }),
        because: z
          .enum(['told', 'release'])
          .meta({ description: 'told: somebody recorded it; release: its release contains the version' }),
      }),
    )
    .meta({ description: 'Newest first, at most 100' }),
})

export const evidenceBody = z.strictObject({ evalRunId: z.string().min(1).max(60) })
export const compareQuery = z.strictObject({
  from: z.coerce.number().int().min(1).optional().meta({ description: 'Default: the version of production' }),
  to: z.coerce.number().int().min(1).optional().meta({ description: 'Default: the newest' }),
})
export const compareAnswer = z.strictObject({
  name: z.string(),
  from: z.int().nullable(),
  to: z.int(),
  verdict: z.enum(['pass', 'fail', 'inconclusive']),
  reasons: z.array(z.string()),
  lacks: z.array(z.string()),
  suite: z.string().nullable(),
  before: z.strictObject({ runId: z.string(), average: z.number().nullable() }).nullable(),
  after: z.strictObject({ runId: z.string(), average: z.number().nullable() }).nullable(),
  pairs: z.int(),
  delta: z.number().nullable(),
  interval: z.tuple([z.number(), z.number()]).nullable(),
  worst: z.array(z.strictObject({ scenario: z.string(), before: z.number(), after: z.number() })),
  lint: z.array(finding),
  markdown: z.string(),
})
export type Comparison = z.output<typeof compareAnswer>
