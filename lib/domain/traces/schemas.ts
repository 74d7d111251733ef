import { z } from 'zod'
import { spanKinds } from './canonical.ts'
import { wholeScore } from './score-schemas.ts'

const tokens = z.int().nonnegative().nullable()
const cost = z
  .string()
  .regex(/^-?\d+\.\d{9}$/)
  .nullable()
  .meta({ description: 'US dollars, nine decimal places; null when unknown' })
const time = z.iso.datetime({ precision: 6 })

/** What a trace has in a list and by itself. */
export const traceFields = {
  traceId: z.string(),
  name: z.string().nullable(),
  agent: z.string().nullable(),
  framework: z.string().nullable(),
  release: z.string().nullable(),
  environment: z.string().nullable(),
  status: z.enum(['ok', 'error', 'running']).meta({
    description:
      'running: no root span yet, and the last span arrived within ten minutes; error: the root span failed; else ok, even when a span in it failed (errorCount)',
  }),
  startedAt: time,
  durationMs: z.number(),
  spanCount: z.int(),
  noiseCount: z.int().meta({ description: 'Framework message spans, folded on the page' }),
  errorCount: z.int().meta({ description: 'Spans that failed, framework messages left out' }),
  llmCalls: z.int(),
  toolCalls: z.int(),
  sessionId: z.string().nullable(),
  userId: z.string().nullable(),
  runId: z.string().nullable(),
  inputTokens: tokens,
  outputTokens: tokens,
  cachedInputTokens: tokens,
  reasoningTokens: tokens,
  cost,
  unpricedSpans: z.int(),
  unmeteredCalls: z.int().meta({ description: 'Model calls that reported no tokens: totals leave them out' }),
  inputPreview: z.string().nullable(),
  outputPreview: z.string().nullable(),
  tags: z.array(z.string()),
  revision: z.int(),
}

const traceRow = z.strictObject(traceFields)
export type TraceFields = z.output<typeof traceRow>

const spanEvent = z.strictObject({ name: z.string(), at: time, attributes: z.record(z.string(), z.unknown()) })
const spanLink = z.strictObject({ traceId: z.string(), spanId: z.string() })

/** What a span has in a list, in its trace and by itself. */
export const spanFields = {
  spanId: z.string(),
  parentSpanId: z.string().nullable(),
  name: z.string(),
  kind: z.enum(spanKinds),
  noise: z.boolean(),
  status: z.enum(['ok', 'error', 'running']),
  statusMessage: z.string().nullable(),
  startedAt: time,
  durationMs: z.number().nullable(),
  agent: z.string().nullable(),
  framework: z.string().nullable(),
  model: z.string().nullable(),
  requestModel: z.string().nullable(),
  provider: z.string().nullable(),
  tool: z.string().nullable(),
  toolCallId: z.string().nullable(),
  inputTokens: tokens,
  outputTokens: tokens,
  cachedInputTokens: tokens,
  cacheWriteTokens: tokens,
  cacheWrite1hTokens: tokens.meta({
    description: 'Part of cacheWriteTokens: cached for one hour, at a rate of its own',
  }),
  reasoningTokens: tokens,
  audioInputTokens: tokens.meta({ description: 'Part of inputTokens' }),
  audioOutputTokens: tokens.meta({ description: 'Part of outputTokens' }),
  imageInputTokens: tokens.meta({ description: 'Part of inputTokens' }),
  imageOutputTokens: tokens.meta({ description: 'Part of outputTokens' }),
  serviceTier: z
    .string()
    .nullable()
    .meta({ description: 'Tier at which the provider served the call: default, flex, priority, batch, …' }),
  cost,
  costSource: z.enum(['computed', 'reported', 'none']),
  priceVersion: z.string().nullable(),
  counted: z.boolean().meta({ description: "Whether this span's tokens and cost are in the trace's totals" }),
  request: z.boolean().meta({ description: 'The local root span of an agent: with it, work passed to that agent' }),
  timeToFirstTokenMs: z.number().nullable(),
  droppedAttributes: z.int(),
}

const spanItem = z
  .strictObject({
    ...spanFields,
    input: z.string().nullable(),
    output: z.string().nullable(),
    attributes: z.record(z.string(), z.unknown()),
    events: z.array(spanEvent),
    links: z.array(spanLink),
  })
  .meta({ id: 'Span' })
export type SpanItem = z.output<typeof spanItem>

const usdPerMillion = z.string().nullable()

/** A span alone; `rates` are looked up when it is read, and only while the list that priced it is the one we have. */
export const spanDetail = z
  .strictObject({
    ...spanItem.shape,
    rates: z
      .strictObject({
        input: usdPerMillion,
        cachedInput: usdPerMillion,
        cacheWrite: usdPerMillion,
        cacheWrite1h: usdPerMillion,
        audioInput: usdPerMillion,
        imageInput: usdPerMillion,
        output: usdPerMillion,
        audioOutput: usdPerMillion,
        imageOutput: usdPerMillion,
      })
      .nullable()
      .meta({ description: 'US dollars per million tokens that a computed cost was made with; null when not known' }),
  })
  .meta({ id: 'SpanDetail' })
export type SpanDetail = z.output<typeof spanDetail>

export const traceRun = z
  .strictObject({
    runId: z
      .string()
      .meta({ description: 'The name a client gave it (holdpoint.run.id), else the id of its first trace' }),
    traceCount: z.int(),
    messageTraces: z.int().meta({ description: 'Traces of it that hold framework messages only' }),
    startedAt: time,
    durationMs: z.number(),
    llmCalls: z.int(),
    toolCalls: z.int(),
    inputTokens: tokens,
    outputTokens: tokens,
    cost,
    unpricedSpans: z.int(),
    unmeteredCalls: z.int(),
    traces: z
      .array(
        z.strictObject({
          traceId: z.string(),
          name: z.string().nullable(),
          agent: z.string().nullable(),
          startedAt: time,
          messagesOnly: z.boolean().meta({ description: 'It holds framework messages only' }),
        }),
      )
      .meta({ description: 'The first 100 of its traces by start; those of framework messages only come last' }),
  })
  .meta({ id: 'TraceRun' })
export type TraceRun = z.output<typeof traceRun>

export const runDetail = z
  .strictObject({
    ...traceRun.shape,
    scores: z.array(wholeScore).meta({ description: 'Scores of the run as a whole, 100 at most, newest first' }),
  })
  .meta({ id: 'RunDetail' })

export const traceDetail = z
  .strictObject({
    ...traceFields,
    payloadsOmitted: z.boolean().meta({
      description:
        'The payloads are too large to travel together: input, output, attributes and events are empty here; ask for a span',
    }),
    spans: z.array(spanItem),
    repeatedCalls: z.array(z.strictObject({ spanId: z.string(), callId: z.string().nullable() })).meta({
      description:
        'Spans of kind llm that repeat a call, as two instrumentations of it do, and the span that llmCalls counts for it',
    }),
    linkedFrom: z
      .array(z.strictObject({ ...spanLink.shape, linkedSpanId: z.string() }))
      .meta({ description: 'Spans of other traces that link to this one, and to which span of it; 200 at most' }),
    runs: z.array(traceRun).meta({
      description:
        'Runs that a name or span links make of this trace and others; empty when the trace is a run by itself',
    }),
    scores: z.array(
      z.strictObject({
        name: z.string(),
        value: z.number().nullable(),
        label: z.string().nullable(),
        comment: z.string().nullable(),
        source: z.enum(['human', 'code', 'judge']),
        spanId: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'TraceDetail' })
export type TraceDetail = z.output<typeof traceDetail>
