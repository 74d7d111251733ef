import { z } from 'zod'

const name = z.string().trim().min(1).max(200)

export const labelBody = z.strictObject({
  evalRunId: z.string().min(1).max(60),
  scenario: name,
  repeat: z.int().min(1).max(1_000).default(1),
  criterion: name,
  agrees: z.boolean().nullable().meta({ description: 'Whether the judge’s yes or no is right; null removes the mark' }),
})
export const labelAnswer = z.strictObject(labelBody.shape)
