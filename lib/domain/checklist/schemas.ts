import { z } from 'zod'
import { readinessPoint } from '#lib/shared/readiness.ts'

export const checklistAnswer = z
  .strictObject({
    met: z.int().meta({ description: 'How many of the eight points are met' }),
    agents: z.array(z.string()).meta({ description: 'Agents of the last seven days' }),
    points: z.array(readinessPoint),
  })
  .meta({ id: 'Checklist' })
