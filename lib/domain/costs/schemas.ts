import { z } from 'zod'
import { instant } from '#lib/shared/instant.ts'
import { traceId } from '#lib/shared/trace-ids.ts'

export const costKinds = ['compute', 'api', 'storage', 'other'] as const

/** One record of more than this is a mistake, or belongs into several. */
export const maxUsd = 1_000_000

const decimal = /^(0|[1-9]\d*)(\.(\d+))?$/

/** Dollars as they are written: a number counts as its shortest decimal. */
const amount = z
  .union([z.string().max(40), z.number()], 'US dollars, as a decimal string or a number')
  .superRefine((value, ctx) => {
    const fault = faultOfAmount(String(value))
    if (fault) ctx.addIssue({ code: 'custom', message: fault })
  })
  .meta({ description: 'US dollars, at least 0, at most 1,000,000, with at most nine decimals', examples: ['0.42'] })

function faultOfAmount(text: string): string | null {
  if (/^-/.test(text)) return 'a cost is not negative'
  const match = decimal.exec(text)
  if (!match) return 'write it as a plain decimal, such as 12.5'
  if ((match[3] ?? '').length > 9) return 'at most nine decimals'
  return Number(text) > maxUsd ? 'more than 1,000,000 dollars in one record' : null
}

const name = z.string().trim().min(1).max(200)

export const costRecord = z
  .strictObject({
    id: name.meta({ description: 'Yours: the same id again is the same cost, and replaces what it said before' }),
    kind: z.enum(costKinds),
    amountUsd: amount,
    currency: z.literal('USD', 'only USD is taken: convert it before').optional(),
    at: instant.meta({ description: 'When it arose; at most a day ahead' }),
    agent: name.optional().meta({ description: 'Where it is left out, the trace tells' }),
    release: name.optional(),
    environment: name.optional(),
    traceId: traceId.optional().meta({ description: 'Need not have come yet' }),
    description: z.string().trim().min(1).max(1_000).optional(),
  })
  .meta({ id: 'CostRecord' })
export type CostRecord = z.output<typeof costRecord>

export const costBatch = z.strictObject({ costs: z.array(costRecord).min(1).max(500) })

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
