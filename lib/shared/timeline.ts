import { z } from 'zod'
import { instant } from './instant.ts'

/** What an account of events is limited to; what is null is not narrowed. */
export interface Scope {
  agent: string | null
  tool: string | null
  environment: string | null
}

const alike = z.strictObject({
  words: z.string().meta({ description: 'scores of helpfulness' }),
  value: z.number().nullable().meta({ description: 'Its figure: many are shown with the least and the greatest' }),
})
/** What makes entries of a timeline alike. */
export type Alike = z.output<typeof alike>

/** Something that happened, of any domain, as a timeline shows it. Texts may come from agents. */
export const timelineItem = z
  .strictObject({
    id: z.string(),
    at: instant,
    source: z.string().meta({ description: 'Its source: breakers, permits, approvals, releases …' }),
    tone: z.enum(['ok', 'running', 'waiting', 'warning', 'critical', 'neutral']),
    shape: z.enum(['check', 'ring', 'hourglass', 'triangle', 'octagon', 'cross', 'dash', 'clock-off']),
    state: z.string().meta({ description: 'In a word: opened, refused, released' }),
    title: z.string(),
    detail: z.string().nullable().meta({ description: 'Who, why, how much' }),
    markdown: z.boolean().meta({ description: 'The detail is Markdown that a person wrote' }),
    href: z.string().nullable().meta({ description: 'The page behind it' }),
    alike: alike.nullable().meta({
      description: 'Many like it are shown as one: what they are, after their number. Null: it is always shown',
    }),
  })
  .meta({ id: 'TimelineItem' })
export type TimelineItem = z.output<typeof timelineItem>
