import { z } from 'zod'

/** Days in UTC, both included. */
export const recomputeRange = z
  .strictObject({ from: z.iso.date(), to: z.iso.date() })
  .refine(({ from, to }) => from <= to, { error: 'must not be before from', path: ['to'] })
export type RecomputeRange = z.output<typeof recomputeRange>

const time = z.iso.datetime({ precision: 6 })
const figures = z.strictObject({
  inputTokens: z.number(),
  outputTokens: z.number(),
  cost: z.string().meta({ description: 'US dollars; unknown costs add nothing' }),
})

export const recomputeItem = z
  .strictObject({
    id: z.string(),
    from: z.iso.date(),
    to: z.iso.date(),
    state: z
      .enum(['running', 'stopped', 'finished'])
      .meta({ description: 'stopped: it continues where it was when the same range is started again' }),
    startedAt: time,
    startedBy: z.string().nullable(),
    finishedAt: time.nullable(),
    days: z.int().meta({ description: 'Days of the range on which a trace was first seen' }),
    daysDone: z.int(),
    tracesTotal: z.int().meta({ description: 'When it began' }),
    traces: z.int().meta({ description: 'Recomputed so far' }),
    tracesChanged: z.int(),
    spans: z.int(),
    spansChanged: z.int(),
    spansUnread: z.int().meta({ description: 'Left unchanged: too little of them is stored' }),
    before: figures,
    after: figures,
  })
  .meta({ id: 'Recompute' })
export type RecomputeItem = z.output<typeof recomputeItem>

export const recomputeList = z.strictObject({
  items: z.array(recomputeItem).meta({ description: 'The last 20, the newest first' }),
})
