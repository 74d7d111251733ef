import { z } from 'zod'
import { instant } from '#lib/shared/instant.ts'

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
})
export type SeenRelease = z.output<typeof seenRelease>

export const maxSeen = 500

export const seenAnswer = z
  .strictObject({
    items: z.array(seenRelease).meta({ description: `By first appearance, the newest first; at most ${maxSeen}` }),
  })
  .meta({ id: 'ReleasesSeen' })

export const environmentsAnswer = z
  .strictObject({ items: z.array(z.string()).meta({ description: 'By name' }) })
  .meta({ id: 'Environments' })
