import { z } from 'zod'

export const demoSchema = z
  .strictObject({
    state: z.enum(['none', 'filling', 'live', 'paused']).meta({
      description: 'filling: the past month is being written; live: traffic arrives; paused: it does not',
    }),
    project: z
      .strictObject({ id: z.string(), slug: z.string(), name: z.string() })
      .nullable()
      .meta({ description: 'The project it runs in; null if there is none, or the caller is not a member' }),
    days: z.int().meta({ description: 'Of history' }),
    filledDays: z.int(),
    failure: z.string().nullable().meta({ description: 'Why it is failing; it is tried again' }),
  })
  .meta({ id: 'Demo' })
export type Demo = z.infer<typeof demoSchema>

export const changeDemoBodySchema = z.strictObject({ live: z.boolean() })
