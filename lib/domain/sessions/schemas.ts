import { z } from 'zod'
import { wholeScore } from '#lib/domain/traces/score-schemas.ts'
import { instant } from '#lib/shared/instant.ts'
import { pageOf, paging } from '#lib/shared/paging.ts'

const tokens = z.int().nonnegative().nullable()
const time = z.iso.datetime({ precision: 6 })

const sessionItem = z
  .strictObject({
    sessionId: z.string(),
    firstAt: time,
    lastAt: time.meta({ description: 'End of the last span of its traces' }),
    userId: z.string().nullable().meta({ description: 'The first by name, where its traces name several' }),
    agents: z.array(z.string()),
    environments: z.array(z.string()),
    traces: z.int(),
    messageTraces: z.int().meta({ description: 'Those of them that hold framework messages only' }),
    errors: z.int().meta({ description: 'Traces whose root span failed' }),
    llmCalls: z.int(),
    toolCalls: z.int(),
    inputTokens: tokens.meta({ description: 'null when no call reported tokens' }),
    outputTokens: tokens,
    cost: z
      .string()
      .nullable()
      .meta({ description: 'US dollars, nine decimal places; null when none of its calls could be priced' }),
    unpricedSpans: z.int().meta({ description: 'Calls that are not in cost, because no price is known' }),
    unmeteredCalls: z.int().meta({ description: 'Model calls that reported no tokens: totals leave them out' }),
  })
  .meta({ id: 'Session' })
export type SessionItem = z.output<typeof sessionItem>

export const sessionDetail = z
  .strictObject({
    ...sessionItem.shape,
    scores: z.array(wholeScore).meta({ description: 'Scores of the session as a whole, 100 at most' }),
  })
  .meta({ id: 'SessionDetail' })
export type SessionDetail = z.output<typeof sessionDetail>

export const sessionOrders = ['-lastAt', '-cost', '-traces'] as const

const filterText = z.string().min(1).max(200).optional()
export const sessionFilter = z.strictObject({
  ...paging,
  text: filterText.meta({ description: 'Beginning of the id of the session or of its user' }),
  agent: filterText,
  user: filterText,
  environment: filterText,
  from: instant.optional().meta({ description: 'Sessions that had not ended by then' }),
  to: instant.optional().meta({ description: 'Sessions that had begun before' }),
  sort: z.enum(sessionOrders).default('-lastAt'),
})
export type SessionFilter = z.output<typeof sessionFilter>
export const sessionPage = pageOf(sessionItem)
