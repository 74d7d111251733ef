import { z } from 'zod'
import { pageOf, paging } from '#lib/shared/paging.ts'
import { timelineItem } from '#lib/shared/timeline.ts'
import { incidentStates, severities } from './rules.ts'

const name = z.string().trim().min(1).max(200)
const time = z.iso.datetime({ precision: 6 })
export const cause = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Small letters, digits and hyphens between them')
  .max(60)
  .meta({ description: 'tool-outage, looping-agent, cost-spike, quality-drop, safety, bad-deploy, or your own word' })

/** What opens incidents, or adds to open ones. */
export const sources = ['breaker', 'budget', 'guardrail', 'alert', 'slo', 'rollback', 'person'] as const
export type Source = (typeof sources)[number]

export const incidentItem = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    severity: z.enum(severities),
    state: z.enum(incidentStates),
    revision: z.int().meta({ description: 'Counts its changes; send it as expectedRevision' }),
    cause: z.string(),
    agent: z.string().nullable(),
    tool: z.string().nullable(),
    environment: z.string().nullable(),
    source: z.strictObject({ kind: z.enum(sources), id: z.string().nullable() }),
    openedAt: time,
    openedBy: z.string(),
    owner: z.strictObject({ id: z.string(), label: z.string() }).nullable(),
    acknowledgedAt: time.nullable(),
    acknowledgedBy: z.string().nullable(),
    resolvedAt: time.nullable(),
    resolvedBy: z.string().nullable(),
    summary: z.string().nullable().meta({ description: 'Markdown, written when it was resolved' }),
  })
  .meta({ id: 'Incident' })
export type IncidentItem = z.output<typeof incidentItem>

export const incidentPage = pageOf(incidentItem)
export const incidentQuery = z.strictObject({
  state: z
    .enum(['unresolved', ...incidentStates])
    .optional()
    .meta({ description: 'unresolved: open or acknowledged' }),
  agent: name.optional(),
  severity: z.enum(severities).optional(),
  cause: cause.optional(),
  ...paging,
})

export const incidentCounts = z.strictObject({ open: z.int(), acknowledged: z.int() }).meta({ id: 'IncidentCounts' })

export const createBody = z.strictObject({
  title: name,
  severity: z.enum(severities),
  agent: name.optional(),
  tool: name.optional(),
  environment: name.optional(),
  cause: cause.optional(),
  note: z.string().trim().min(1).max(20_000).optional().meta({ description: 'What is known; Markdown' }),
})

const expectedRevision = z.int().min(1).optional()
export const acknowledgeBody = z.strictObject({ expectedRevision })
export const reviseBody = z.strictObject({
  severity: z.enum(severities).optional(),
  takeOver: z.literal(true).optional().meta({ description: 'The caller becomes its owner' }),
  expectedRevision,
})
export const noteBody = z.strictObject({ text: z.string().trim().min(1).max(20_000).meta({ description: 'Markdown' }) })
export const resolveBody = z.strictObject({
  summary: z.string().trim().min(1).max(20_000).meta({ description: 'What happened and what was done; Markdown' }),
  expectedRevision,
})

export const noteAnswer = z.strictObject({ id: z.string(), at: time })

export const timelineQuery = z.strictObject({
  before: z.coerce.number().int().min(0).max(1_440).default(60).meta({ description: 'Minutes before it opened' }),
})
export const timelineAnswer = z
  .strictObject({
    items: z.array(timelineItem).meta({ description: 'The oldest first' }),
    from: time,
    to: time.meta({ description: 'When it was resolved, or now' }),
    cut: z.array(z.string()).meta({ description: 'Sources that have more than is shown' }),
    failed: z.array(z.string()).meta({ description: 'Sources that could not be read' }),
  })
  .meta({ id: 'IncidentTimeline' })

export const postMortemAnswer = z.strictObject({ markdown: z.string() })
