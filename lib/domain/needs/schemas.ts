import { z } from 'zod'
import { need, needsLeft } from '#lib/shared/need.ts'

export const needsQuery = z.strictObject({
  environment: z.string().min(1).max(200).optional(),
  each: z.coerce.number().int().min(1).max(20).default(3).meta({ description: 'Of each kind at most' }),
})

export const needsAnswer = z
  .strictObject({
    items: z.array(need).meta({ description: 'The most urgent first' }),
    left: z.array(needsLeft),
    failed: z.array(z.string()).meta({ description: 'Kinds that could not be read' }),
  })
  .meta({ id: 'Needs' })
