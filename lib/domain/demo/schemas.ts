import { z } from 'zod'

export const demoSchema = z
  .strictObject({
    state: z.enum(['none', 'filling', 'live', 'paused']).meta({
      description: 'filling: the month before is being told; live: it goes on by itself; paused: it does not',
    }),
    project: z
      .strictObject({ id: z.string(), slug: z.string(), name: z.string() })
      .nullable()
      .meta({ description: 'The project it runs in; null where there is none, or the caller is no member of it' }),
    days: z.int().meta({ description: 'Of history' }),
    filledDays: z.int(),
    failure: z.string().nullable().meta({ description: 'Why it does not get on; it is tried again' }),
  })
  .meta({ id: 'Demo' })
export type Demo = z.infer<typeof demoSchema>

export const changeDemoBodySchema = z.strictObject({ live: z.boolean() })
