import { z } from 'zod'
import { instant } from '#lib/shared/instant.ts'
import { traceId } from '#lib/shared/trace-ids.ts'
import { usdFault } from '#lib/shared/usd-fault.ts'

const costKinds = ['compute', 'api', 'storage', 'other'] as const

/** One record above this is a mistake, or should be several. */
const maxUsd = 1_000_000

const limits = {
  ...{ what: 'a cost', example: '12.5', places: 9, placesWord: 'nine' },
  ...{ most: maxUsd, tooMuch: 'more than 1,000,000 dollars in one record' },
}

/** Dollars as they are written. A JSON number counts as its shortest decimal. */
const amount = z
  .union([z.string().max(40), z.number()], 'US dollars, as a decimal string or a number')
  .superRefine((value, ctx) => {
    const fault = usdFault(String(value), limits)
    if (fault) ctx.addIssue({ code: 'custom', message: fault })
  })
  .meta({ description: 'US dollars, at least 0, at most 1,000,000, with at most nine decimals', examples: ['0.42'] })

/** What is older is a mistake: no page or query would find it. */
const earliest = Date.parse('2020-01-01T00:00:00Z')

const name = z.string().trim().min(1).max(200)

export const costRecord = z
  .strictObject({
    id: name.meta({ description: 'Chosen by you: sending the same id again replaces the cost that was stored' }),
    kind: z.enum(costKinds),
    amountUsd: amount,
    currency: z.literal('USD', 'only USD is accepted: convert it first').optional(),
    at: instant
      .refine(text => Date.parse(text) >= earliest, 'before the year 2020')
      .meta({ description: 'When it was incurred: not before 2020, and at most a day ahead' }),
    agent: name.optional().meta({ description: 'If left out, taken from the trace' }),
    release: name.optional(),
    environment: name.optional(),
    traceId: traceId.optional().meta({ description: 'It need not have arrived yet' }),
    user: name.optional().meta({ description: 'For whom; if left out, taken from the trace' }),
    description: z.string().trim().min(1).max(1_000).optional(),
  })
  .meta({ id: 'CostRecord' })
export type CostRecord = z.output<typeof costRecord>

const costBatch = z.strictObject({ costs: z.array(costRecord).min(1).max(500) })

export const costsBody = z.union([costRecord, costBatch])

export const costsAnswer = z.strictObject({
  costs: z.array(
    z.strictObject({
      id: z.string(),
      outcome: z
        .enum(['created', 'replaced', 'unchanged'])
        .meta({ description: 'unchanged: the same had been stored before' }),
    }),
  ),
})

const usd = z.string().meta({ description: 'US dollars' })
const filterName = z.string().min(1).max(200).optional()

export const forecastQuery = z.strictObject({
  environment: filterName,
  agent: filterName,
  framework: filterName,
  release: filterName,
})

export const forecastAnswer = z
  .strictObject({
    month: z.string().meta({ description: 'This month in UTC, as 2026-11' }),
    end: instant,
    spent: usd.nullable().meta({ description: 'Until now, including other costs; null if no call has a known price' }),
    notCounted: z.int().meta({ description: 'Calls that are not in it: without a price or without tokens' }),
    before: usd.nullable().meta({ description: 'The whole month before; null if nothing is known' }),
    beforeSoFar: usd.nullable().meta({ description: 'The month before until the same day and hour' }),
    forecast: z
      .strictObject({
        method: z.enum(['weekdays', 'mean']).meta({
          description: 'weekdays: each coming day like the same weekdays before; mean: like the mean of all days',
        }),
        days: z.int().meta({ description: 'Whole days that it is computed from, at most 28' }),
        expected: usd,
        low: usd,
        high: usd.meta({ description: 'Four of five months end between low and high' }),
        ahead: z.array(z.strictObject({ at: instant, expected: usd, low: usd, high: usd })),
      })
      .nullable()
      .meta({ description: 'null before there are three whole days' }),
  })
  .meta({ id: 'CostForecast' })

export const dearestQuery = z
  .strictObject({
    from: instant,
    to: instant,
    environment: filterName,
    agent: filterName,
    framework: filterName,
    release: filterName,
    model: filterName,
    tool: filterName,
    user: filterName,
    session: filterName,
    tag: filterName,
    limit: z.coerce.number().int().min(1).max(50).default(10),
  })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), { error: 'must be after from', path: ['to'] })

const tokens = z.int()
const reason = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('loop'), tool: z.string(), calls: z.int() }),
  z.strictObject({ kind: z.literal('large_call'), tokens, model: z.string().nullable() }),
  z.strictObject({ kind: z.literal('reasoning'), tokens }),
  z.strictObject({ kind: z.literal('cache_missed'), calls: z.int(), tokens }),
  z.strictObject({ kind: z.literal('steps'), calls: z.int() }),
  z.strictObject({ kind: z.literal('long_output'), tokens }),
])

const dearTrace = z.strictObject({
  traceId: z.string(),
  name: z.string().nullable(),
  agent: z.string().nullable(),
  release: z.string().nullable(),
  startedAt: instant,
  cost: usd,
  notCounted: z.int(),
  llmCalls: z.int(),
  toolCalls: z.int(),
  reasons: z
    .array(reason)
    .meta({ description: 'Why it was expensive, the main reason first; empty if nothing stands out' }),
})
export type DearTrace = z.output<typeof dearTrace>

export const dearestAnswer = z.strictObject({ items: z.array(dearTrace) }).meta({ id: 'DearestTraces' })
