import { z } from 'zod'
import { label, promptName } from '#lib/domain/prompts/schemas.ts'
import { optional } from '#lib/shared/config/contracts.ts'
import { instant } from '#lib/shared/instant.ts'
import { pageOf, paging } from '#lib/shared/paging.ts'
import { gateNames, states, verdicts } from './engine/types.ts'
import { markerEvents, weekDays } from './rules.ts'

const name = z.string().trim().min(1).max(200)
const seconds = z
  .int()
  .min(1)
  .max(30 * 86_400)

const phase = z.strictObject({
  weightBps: z.int().min(1).max(10_000).meta({ title: 'Share', description: 'In basis points: 500 is 5 %' }),
  seconds: seconds.meta({ title: 'Runs at least', description: 'Seconds; paused time does not count' }),
  holdSeconds: z
    .int()
    .min(0)
    .max(30 * 86_400)
    .default(43_200)
    .meta({ title: 'Waits at most', description: 'Seconds for evidence; then a person is asked' }),
  minimumRequests: z.int().min(1).max(10_000_000).default(30).meta({ title: 'Requests at least' }),
  approval: z.boolean().default(false).meta({ title: 'A person must approve the next phase' }),
})
const phases = z.array(phase).min(1).max(20)

const gates = z.strictObject({
  maximumErrorRate: z.number().gt(0).lt(1).nullable().default(0.01).meta({ title: 'Error rate below' }),
  qualityMargin: z.number().gt(0).max(1).nullable().default(0.05).meta({ title: 'Quality may fall by' }),
  costIncrease: z
    .number()
    .gt(0)
    .max(10)
    .nullable()
    .default(0.2)
    .meta({ title: 'Cost may grow by', description: '0.2 is 20 %' }),
})
const shadow = z.strictObject({
  minimumPairs: z.int().min(20).max(100_000).default(80).meta({ title: 'Scored pairs at least' }),
  margin: z.number().gt(0).max(1).default(0.05).meta({ title: 'May be worse by' }),
  minimumCoverage: optional(z.number().gt(0).max(1)).meta({ title: 'Share of production that is mirrored' }),
})

const channels = z.array(name).max(20).default([]).meta({ title: 'Channels', description: 'Who is told' })

export const strategyFields = {
  description: optional(z.string().max(2_000)).meta({ title: 'Description' }),
  phases: phases.meta({ title: 'Phases' }),
  gates: gates.prefault({}).meta({ title: 'Gates' }),
  shadow: optional(shadow).meta({ title: 'Shadow', description: 'Default: no shadow phase' }),
  channels,
}

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time of day: 18:00')
export const freezeFields = {
  agent: optional(name).meta({ title: 'Agent', description: 'Default: all of the project' }),
  environment: optional(name).meta({ title: 'Environment', description: 'Default: every one' }),
  reason: z.string().trim().min(1).max(500).meta({ title: 'Reason' }),
  timeZone: z.string().default('UTC').meta({ title: 'Time zone', description: 'Europe/Vienna' }),
  from: optional(instant).meta({ title: 'From' }),
  until: optional(instant).meta({ title: 'Until' }),
  windows: z
    .array(z.strictObject({ days: z.array(z.enum(weekDays)).default([]), from: clock, to: clock }))
    .max(50)
    .default([])
    .meta({ title: 'Windows', description: 'Default: at all times' }),
}

const ownStrategy = z.strictObject({ phases, gates: gates.prefault({}), shadow: optional(shadow) })
const promptMove = z.strictObject({
  name: promptName,
  label: label.default('production'),
  version: z.int().min(1).meta({ description: 'The version that the label is to move to' }),
  expectedRevision: z.int().min(1).optional().meta({ description: 'Of the label as you read it' }),
})

export const createBody = z
  .strictObject({
    agent: name.meta({ description: 'Its quality score, incidents, breakers and freezes decide' }),
    environment: name,
    candidate: name.optional().meta({ description: 'A registered release; or `prompt`' }),
    prompt: promptMove.optional().meta({ description: 'Moves a label of a prompt in stages, instead of a release' }),
    baseline: name.optional().meta({ description: 'A release. Default: what serves now' }),
    strategy: z.union([name, ownStrategy]).optional().meta({
      description:
        'agent-change, prompt-change, the name of your own, or the phases and gates themselves. Default: agent-change for a release, prompt-change for a prompt',
    }),
    phases: phases.optional().meta({ description: 'Replaces the phases of the strategy that is named or the default' }),
    gates: gates.optional().meta({ description: 'Replaces the gates of the strategy that is named or the default' }),
    channels: channels.meta({ description: 'Notified in addition to the channels of the strategy' }),
    supersedes: name.optional().meta({
      description: 'The rollout under way there that it replaces: that one ends, and its users get the baseline',
    }),
  })
  .refine(({ candidate, prompt }) => (candidate === undefined) !== (prompt === undefined), {
    message: 'Either a candidate release or a prompt',
    path: ['candidate'],
  })
  .refine(({ baseline, prompt }) => baseline === undefined || prompt === undefined, {
    message: 'The baseline of a prompt is where its label stands',
    path: ['baseline'],
  })
  .refine(({ strategy, phases }) => typeof strategy !== 'object' || phases === undefined, {
    message: 'The strategy has phases of its own',
    path: ['phases'],
  })
  .refine(({ strategy, gates }) => typeof strategy !== 'object' || gates === undefined, {
    message: 'The strategy has gates of its own',
    path: ['gates'],
  })

const revision = z.int().min(1).meta({ description: 'The revision that you read; another is 409 stale-revision' })
const reason = z.string().trim().min(1).max(2_000)
export const actionBody = z.strictObject({ expectedRevision: revision, reason })
export const skipBody = actionBody.extend({ gate: z.enum(gateNames) })
export const extendBody = actionBody.extend({ seconds })

const gateItem = z.strictObject({
  gate: z.enum(gateNames),
  verdict: z.enum(verdicts),
  value: z.number().nullable().meta({ description: 'Of the candidate: error rate, mean score, dollars a request' }),
  baseline: z.number().nullable(),
  estimate: z.number().nullable().meta({ description: 'What is compared: rate, difference, logarithm of the ratio' }),
  low: z.number().nullable(),
  high: z.number().nullable(),
  limit: z.number().nullable(),
  samples: z.int(),
  needed: z
    .int()
    .nullable()
    .meta({ description: 'Samples needed for a decision if figures stay as they are; null: unknown' }),
  note: z.string(),
})

const phaseItem = phase.extend({ startedAt: instant.nullable(), endedAt: instant.nullable() })

const item = {
  id: z.string(),
  agent: z.string(),
  environment: z.string(),
  candidate: z.string().meta({ description: 'A release, or a version of a prompt: triage/diagnose@3' }),
  baseline: z.string(),
  anchor: z.string().nullable().meta({ description: 'What else the shadow is compared with; null: nothing' }),
  prompt: z
    .strictObject({ name: z.string(), label: z.string(), baseline: z.int(), candidate: z.int() })
    .nullable()
    .meta({ description: 'The label that it moves; null: it moves a release' }),
  strategy: z.string().nullable().meta({ description: 'Its name; null: its own' }),
  state: z.enum(states),
  phase: z.int().nullable().meta({ description: 'From 0; null: before the first' }),
  phases: z.array(phaseItem),
  revision: z.int(),
  weightBps: z.int(),
  gates: z.array(gateItem).meta({ description: 'As of the last check' }),
  whyNotPromoted: z.string().meta({ description: 'As of the last check' }),
  frozen: z
    .array(z.strictObject({ freeze: z.string(), reason: z.string() }))
    .meta({ description: 'Freezes that hold it now, whenever its last check was' }),
  proposal: z
    .strictObject({
      action: z.enum(['promote', 'skip-gate']),
      gate: z.enum(gateNames).nullable(),
      by: z.string(),
      reason: z.string(),
    })
    .nullable()
    .meta({ description: 'What one person has proposed; a second must agree' }),
  readUpTo: instant.nullable(),
  dueAt: instant.nullable().meta({ description: 'When this phase has run long enough' }),
  holdEndsAt: instant.nullable().meta({ description: 'When it stops waiting and asks a person' }),
  nextCheckAt: instant.nullable(),
  createdAt: instant,
  createdBy: z.string(),
  endedAt: instant.nullable(),
  endedBy: z
    .string()
    .nullable()
    .meta({ description: 'The rule that ended it: errors, quality, cost, incident, breaker, person' }),
}
export const rolloutItem = z.strictObject(item).meta({ id: 'Rollout' })
export type RolloutItem = z.output<typeof rolloutItem>
export const rolloutPage = pageOf(rolloutItem)

export const rolloutQuery = z.strictObject({
  agent: name.optional(),
  prompt: promptName.optional().meta({ description: 'Those that move a label of this prompt' }),
  environment: name.optional(),
  state: z.enum(['active', 'ended']).optional(),
  ...paging,
})

/** How many rollouts are read for markers at once. */
export const mostMarked = 200
export const markerQuery = z.strictObject({
  agent: name.optional(),
  environment: name.optional(),
  from: instant.optional(),
  to: instant.optional().meta({ description: 'Exclusive' }),
})
export const markerAnswer = z
  .strictObject({
    items: z
      .array(
        z.strictObject({
          rollout: z.string(),
          ...{ agent: z.string(), environment: z.string(), candidate: z.string(), at: instant },
          event: z.enum(markerEvents),
          weightBps: z.int().nullable().meta({ description: 'The share from then on; null: no phase begins' }),
        }),
      )
      .meta({ description: `Newest first, of at most ${mostMarked} rollouts` }),
  })
  .meta({ id: 'RolloutMarkers' })

const transition = z.strictObject({
  revision: z.int(),
  at: instant,
  from: z.string(),
  to: z.string(),
  by: z.string(),
  rule: z.string(),
  message: z.string(),
  evidence: z.unknown().meta({ description: 'The evidence when it was decided' }),
})
export const rolloutDetail = z
  .strictObject({
    ...item,
    changes: z
      .array(z.strictObject({ what: z.string(), before: z.string().nullable(), after: z.string().nullable() }))
      .meta({ description: 'The two releases side by side' }),
    transitions: z.array(transition).meta({ description: 'Newest first' }),
  })
  .meta({ id: 'RolloutDetail' })
export type RolloutDetail = z.output<typeof rolloutDetail>
