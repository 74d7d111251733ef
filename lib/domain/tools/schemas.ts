import { z } from 'zod'
import { optional } from '#lib/shared/config/contracts.ts'
import { pageOf, paging } from '#lib/shared/paging.ts'

export const categories = ['search', 'database', 'api', 'code', 'file', 'messaging', 'other'] as const
export type Category = (typeof categories)[number]

export const toolRisks = ['low', 'normal', 'high', 'critical'] as const
export type ToolRisk = (typeof toolRisks)[number]

const name = z.string().trim().min(1).max(200)

export const toolFields = {
  description: optional(z.string().max(2_000)).meta({ title: 'Description' }),
  owner: optional(name).meta({ title: 'Owner', description: 'A person or a team' }),
  category: optional(z.enum(categories)).meta({
    title: 'Category',
    description: 'Left out, it is guessed from the name',
  }),
  risk: optional(z.enum(toolRisks)).meta({
    title: 'Risk',
    description: 'High and critical need approval everywhere. An agent may rate it riskier, never less risky',
  }),
  knownInProduction: z.boolean().default(false).meta({
    title: 'Known in production',
    description: 'In production it needs no approval merely because no rule covers it',
  }),
  labels: z.array(name).max(20).default([]).meta({
    title: 'Touches',
    description: 'Labels of what a call touches, such as customer-data: policies see what a run has touched before',
  }),
  schema: optional(z.record(z.string(), z.unknown())).meta({
    title: 'Arguments',
    description: 'JSON Schema. Requests and edits whose arguments do not fit are invalid',
  }),
}

const time = z.iso.datetime({ precision: 6 })

const toolItem = z.strictObject({
  slug: z.string(),
  ...toolFields,
  effectiveCategory: z.enum(categories).meta({ description: 'As set, or as its name suggests' }),
  registered: z.boolean().meta({ description: 'False: only traces name it, or its entry was archived' }),
  revision: z.int().meta({ description: '0 where it was never registered' }),
  updatedAt: time.nullable(),
  updatedBy: z.string().nullable(),
  archivedAt: time.nullable(),
  seen: z
    .strictObject({
      firstAt: time.meta({ description: 'To the hour' }),
      lastAt: time.meta({ description: 'The last hour in which a call began' }),
      agents: z.array(z.string()).meta({ description: 'Who called it' }),
    })
    .nullable()
    .meta({ description: 'What traces show of it; null: nothing yet' }),
})
export type ToolItem = z.output<typeof toolItem>

export const toolDetail = z.strictObject({
  ...toolItem.shape,
  effectiveRisk: z.enum(toolRisks).nullable().meta({
    description:
      'The risk that applies to requests: the highest of its own and of entries that differ in spelling only',
  }),
})
export type ToolDetail = z.output<typeof toolDetail>

export const toolPage = pageOf(toolItem)
export const toolQuery = z.strictObject({
  text: z.string().min(1).max(200).optional().meta({ description: 'A part of the name' }),
  ...paging,
})
