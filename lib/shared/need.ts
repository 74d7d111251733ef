import { z } from 'zod'
import { instant } from './instant.ts'

const words = z.array(z.strictObject({ text: z.string(), code: z.boolean().default(false) }))

/** Something that waits for a person, from any domain, as the overview shows it. Texts may come from agents. */
export const need = z
  .strictObject({
    id: z.string(),
    tone: z.enum(['ok', 'running', 'waiting', 'warning', 'critical', 'neutral']),
    shape: z.enum(['check', 'ring', 'hourglass', 'triangle', 'octagon', 'cross', 'dash', 'clock-off']),
    state: z.string().meta({ description: 'Its state in a word: high risk, outcome unknown' }),
    title: z.string(),
    words: words.meta({ description: 'What is wanted, in a sentence; code marks arguments and names' }),
    environment: z.string().nullable(),
    since: instant,
    until: instant.nullable().meta({ description: 'The deadline' }),
    href: z.string(),
    action: z.string().meta({ description: 'What the person does there, such as Decide' }),
    urgency: z.number().meta({ description: 'The highest first: 3 at once, 2 soon, 1 when there is time' }),
  })
  .meta({ id: 'Need' })
export type Need = z.output<typeof need>

/** What a domain has more of than it lists. */
export const needsLeft = z.strictObject({
  source: z.string(),
  count: z.int(),
  noun: z.string().meta({ description: 'approvals' }),
  oldest: instant.nullable(),
  nextUntil: instant.nullable(),
  href: z.string(),
})
export type NeedsLeft = z.output<typeof needsLeft>
