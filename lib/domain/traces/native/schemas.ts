import { z } from 'zod'
import { spanKinds } from '#lib/domain/traces/canonical.ts'
import { instant } from '#lib/shared/instant.ts'
import { spanId, traceId } from '#lib/shared/trace-ids.ts'
import { usdFault } from '#lib/shared/usd-fault.ts'

const limits = {
  ...{ what: 'a cost', example: '0.0042', places: 9, placesWord: 'nine' },
  ...{ most: 1_000_000, tooMuch: 'more than 1,000,000 dollars for one span' },
}

const cost = z
  .union([z.string().max(40), z.number()], 'US dollars, as a decimal string or a number')
  .superRefine((value, ctx) => {
    const fault = usdFault(String(value), limits)
    if (fault) ctx.addIssue({ code: 'custom', message: fault })
  })

/** Before this no agent ran: it is a number of another unit. */
const first = Date.UTC(1980, 0)
const time = instant.refine(at => Date.parse(at) >= first, 'It lies before 1980.')

const notAllZero = (id: string) => !/^0+$/.test(id)
const ownTraceId = traceId.refine(notAllZero, 'not all zero')
const ownSpanId = spanId.refine(notAllZero, 'not all zero')
const name = z.string().trim().min(1).max(200)
const attributes = z.record(z.string().min(1).max(200), z.unknown())
/** More tokens than this in one call are a mistake. */
const tokens = z.int().min(0).max(1_000_000_000)
const part = (whole: string) => tokens.nullish().meta({ description: `Part of ${whole}` })

/** Parts that do not overlap: together they are at most their whole. */
const parts = [
  { whole: 'inputTokens', of: ['cachedInputTokens', 'cacheWriteTokens'] },
  { whole: 'inputTokens', of: ['audioInputTokens', 'imageInputTokens'] },
  { whole: 'cacheWriteTokens', of: ['cacheWrite1hTokens'] },
  { whole: 'outputTokens', of: ['reasoningTokens'] },
  { whole: 'outputTokens', of: ['audioOutputTokens', 'imageOutputTokens'] },
] as const

export const nativeSpan = z
  .strictObject({
    traceId: ownTraceId,
    spanId: ownSpanId.meta({ description: 'A span sent again under the same ids is the same span' }),
    parentSpanId: ownSpanId.nullish().meta({ description: 'null: the root of its trace' }),
    name,
    kind: z.enum(spanKinds).default('other'),
    status: z.enum(['ok', 'error']).default('ok'),
    statusMessage: z.string().max(2_000).nullish().meta({ description: 'What went wrong' }),
    startedAt: time.meta({ description: 'Kept to the microsecond; at most a day ahead' }),
    endedAt: time.nullish().meta({ description: 'null: it has not ended; send it again when it has' }),
    agent: name.nullish().meta({ description: 'If left out, that of the nearest span above' }),
    framework: name.nullish(),
    release: name.nullish(),
    environment: name.nullish(),
    runId: name.nullish(),
    sessionId: name.nullish(),
    userId: name.nullish(),
    traceName: name.nullish().meta({ description: 'A name for the whole trace' }),
    tags: z.array(z.string().trim().min(1).max(100)).max(32).optional(),
    model: name.nullish().meta({ description: 'The model that answered' }),
    requestModel: name.nullish().meta({ description: 'The model asked for' }),
    provider: name.nullish(),
    responseId: name.nullish().meta({ description: "The provider's id of its answer: a call told twice counts once" }),
    tool: name.nullish().meta({ description: 'Of a span of kind tool' }),
    toolCallId: name.nullish(),
    prompt: z.strictObject({ name, version: name.nullish() }).nullish(),
    inputTokens: tokens.nullish().meta({ description: 'All that went in, the cache included; null: not known' }),
    outputTokens: tokens.nullish().meta({ description: 'All that came out, reasoning included' }),
    cachedInputTokens: part('inputTokens'),
    cacheWriteTokens: part('inputTokens'),
    cacheWrite1hTokens: part('cacheWriteTokens'),
    reasoningTokens: part('outputTokens'),
    audioInputTokens: part('inputTokens'),
    audioOutputTokens: part('outputTokens'),
    imageInputTokens: part('inputTokens'),
    imageOutputTokens: part('outputTokens'),
    serviceTier: z
      .string()
      .regex(/^[a-z][a-z\d_-]{0,39}$/)
      .nullish()
      .meta({ description: 'default, flex, priority, batch, …' }),
    cost: cost.nullish().meta({
      description: 'US dollars as the client knows them; if left out, computed from the tokens and the price list',
    }),
    timeToFirstTokenMs: z.number().min(0).max(86_400_000).nullish(),
    input: z.unknown().optional().meta({ description: 'Text, or any JSON' }),
    output: z.unknown().optional().meta({ description: 'Text, or any JSON' }),
    attributes: attributes.optional().meta({
      description: 'Kept as they are. What a field above leaves out is read from them as from those of OpenTelemetry',
    }),
    events: z
      .array(z.strictObject({ name, at: time, attributes: attributes.optional() }))
      .max(256)
      .optional(),
    links: z
      .array(z.strictObject({ traceId: ownTraceId, spanId: ownSpanId }))
      .max(1024)
      .optional(),
  })
  .superRefine((span, ctx) => {
    if (span.endedAt && Date.parse(span.endedAt) < Date.parse(span.startedAt))
      ctx.addIssue({ code: 'custom', path: ['endedAt'], message: 'It lies before startedAt.' })
    if (span.parentSpanId === span.spanId)
      ctx.addIssue({ code: 'custom', path: ['parentSpanId'], message: 'A span is not its own parent.' })
    for (const { whole, of } of parts) {
      const told = of.filter(field => span[field])
      const sum = told.reduce((total, field) => total + (span[field] ?? 0), 0)
      // A whole below 0 has been told of by itself.
      if (told.length > 0 && sum > (span[whole] ?? 0))
        ctx.addIssue({
          code: 'custom',
          path: [told.at(-1) ?? whole],
          message: `${told.join(' and ')} are parts of ${whole}, and more than it.`,
        })
    }
  })
  .meta({ id: 'SentSpan' })
export type NativeSpan = z.output<typeof nativeSpan>

export const nativeBatch = z.strictObject({ spans: z.array(nativeSpan).min(1).max(2_000) })

export const nativeAnswer = z.strictObject({ stored: z.int().meta({ description: 'Spans, all durable' }) })
