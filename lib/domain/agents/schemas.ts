import { z } from 'zod'
import { optional } from '#lib/shared/config/contracts.ts'
import { pageOf, paging } from '#lib/shared/paging.ts'

const name = z.string().trim().min(1).max(200)

export const agentFields = {
  description: optional(z.string().max(2_000)).meta({ title: 'Description' }),
  owner: optional(name).meta({ title: 'Owner', description: 'A person or a team' }),
  framework: optional(name).meta({ title: 'Framework', description: 'Used where traces do not name one' }),
  environments: z
    .array(name)
    .max(50)
    .refine(list => new Set(list).size === list.length, 'each environment once')
    .default([])
    .meta({ title: 'Environments', description: 'Where it is meant to run' }),
  runbook: optional(z.string().max(50_000).meta({ contentMediaType: 'text/markdown' })).meta({
    title: 'Runbook',
    description: 'What to do when it misbehaves: Markdown, or an address',
  }),
  qualityScore: optional(
    z.strictObject({
      name: name.meta({ title: 'Score', description: 'The name of the score that measures its quality' }),
      source: optional(name).meta({ title: 'Source', description: 'Only scores from there; empty: from anywhere' }),
    }),
  ).meta({ title: 'Quality score' }),
  anchor: optional(name).meta({
    title: 'Anchor release',
    description:
      'In the shadow, no candidate may be worse than this release, however many small steps have been made since',
  }),
  fallback: optional(name).meta({ title: 'Fallback', description: 'The workflow to use when it is stopped' }),
  enabled: z
    .boolean()
    .default(true)
    .meta({ title: 'Enabled', description: 'Off: its requests for approval and its claims are denied' }),
}

/** The score that stands for an agent's quality, as its entry names it. */
export type QualityScore = NonNullable<z.output<typeof agentFields.qualityScore>>

const time = z.iso.datetime({ precision: 6 })

const seenAt = {
  firstAt: time.meta({ description: 'To the hour' }),
  lastAt: time.meta({ description: 'The last hour in which something began' }),
}

const names = z.array(z.string())

const agentItem = z.strictObject({
  slug: z.string(),
  ...agentFields,
  registered: z.boolean().meta({ description: 'False: only traces name it, or its entry was archived' }),
  revision: z.int().meta({ description: '0 where it was never registered' }),
  updatedAt: time.nullable(),
  updatedBy: z.string().nullable(),
  archivedAt: time.nullable(),
  seen: z
    .strictObject({ ...seenAt, frameworks: names, environments: names, releases: z.int() })
    .nullable()
    .meta({ description: 'What traces show of it; null: nothing yet' }),
})
export type AgentItem = z.output<typeof agentItem>

export const agentDetail = z.strictObject({
  ...agentItem.shape,
  releases: z
    .array(
      z.strictObject({
        release: z.string().nullable(),
        environment: z.string().nullable(),
        frameworks: names,
        ...seenAt,
      }),
    )
    .meta({
      description: 'Once per environment, most recently seen first; null: spans that name none',
    }),
})
export type AgentDetail = z.output<typeof agentDetail>

export const agentPage = pageOf(agentItem)
export const agentQuery = z.strictObject({
  text: z.string().min(1).max(200).optional().meta({ description: 'A part of the name' }),
  ...paging,
})
