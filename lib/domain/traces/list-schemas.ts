import { z } from 'zod'
import { instant } from '#lib/shared/instant.ts'
import { pageOf, paging } from '#lib/shared/paging.ts'
import { traceId } from '#lib/shared/trace-ids.ts'
import { spanKinds } from './canonical.ts'
import { spanFields, traceFields } from './schemas.ts'
import { scoreTestText } from './score-schemas.ts'

const traceItem = z
  .strictObject({
    ...traceFields,
    run: z
      .strictObject({
        runId: z.string(),
        traceCount: z.int(),
        messageTraces: z.int().meta({ description: 'Those of them that hold framework messages only' }),
      })
      .nullable()
      .meta({ description: 'The run that joins it with other traces; the first by name where it is in several' }),
  })
  .meta({ id: 'Trace' })
export type TraceItem = z.output<typeof traceItem>

/** A span in a list: without its payload, with its trace. */
const spanRow = z
  .strictObject({
    traceId: z.string(),
    ...spanFields,
    inputPreview: z.string().nullable(),
    outputPreview: z.string().nullable(),
  })
  .meta({ id: 'SpanRow' })
export type SpanRow = z.output<typeof spanRow>

const filterText = z.string().min(1).max(200).optional()

/** What picks traces; spans are picked by their trace too. */
const selection = {
  agent: filterText,
  release: filterText,
  environment: filterText,
  framework: filterText,
  model: filterText,
  tool: filterText,
  session: filterText,
  user: filterText,
  text: filterText.meta({
    description: 'Part of the name, the id, the first input, the last output or a message that came as a log event',
  }),
  attribute: z
    .string()
    .regex(/^[^:]{1,200}(:.{0,500})?$/s, 'key or key:value')
    .optional()
    .meta({ description: 'An attribute of any of its spans, as `key:value`, or `key` whatever the value' }),
  from: instant.optional().meta({ description: 'Start of the trace, from here' }),
  to: instant.optional().meta({ description: 'Start of the trace, before this' }),
}

export const traceOrders = ['-startedAt', 'startedAt', '-durationMs', '-cost', '-tokens'] as const
export type TraceOrder = (typeof traceOrders)[number]

export const traceFilter = z
  .strictObject({
    ...paging,
    ...selection,
    status: z.enum(['ok', 'error', 'running']).optional(),
    run: filterText.meta({
      description: 'Traces of this run: the name a client gave it, or the id of its first trace',
    }),
    score: scoreTestText.optional().meta({
      description:
        'Traces with a score of this name, their own or of one of their spans: `quality`, `quality@human` by source, `quality<0.5`, `quality>=0.5<0.7`, `tone=rude`',
    }),
    prompt: filterText.meta({ description: 'Traces with a span that names this prompt' }),
    promptVersion: z
      .string()
      .max(200)
      .optional()
      .meta({ description: 'Of `prompt`, as spans name it; empty: they name none' }),
    messageTraces: z.enum(['include', 'fold', 'only']).default('include').meta({
      description:
        'Traces that hold framework messages only, as AutoGen sends by the dozen. fold leaves them out: `foldedTraces` counts them, and `run` says how many are in the run of a trace',
    }),
    tag: filterText,
    sort: z
      .enum(traceOrders)
      .default('-startedAt')
      .meta({ description: '`-` is descending; unknown figures come last' }),
  })
  .refine(({ prompt, promptVersion }) => promptVersion === undefined || prompt !== undefined, {
    message: 'A version belongs to a prompt: `prompt` is needed',
    path: ['promptVersion'],
  })
export type TraceFilter = z.output<typeof traceFilter>
export type TraceSelection = Pick<TraceFilter, keyof typeof selection | 'status'> &
  Partial<Pick<TraceFilter, 'run' | 'score' | 'tag' | 'prompt' | 'promptVersion'>>

const nextCursor = z.string().nullable().meta({
  description:
    'Where the next page begins; null at the end. In searches by text and in lists of spans a page may be short or even empty although more follow',
})
export const spanFilter = z.strictObject({
  ...paging,
  ...selection,
  traceId: traceId.optional(),
  kind: z.enum(spanKinds).optional(),
  status: z.enum(['ok', 'error', 'running']).optional(),
  text: filterText.meta({ description: 'Part of the name, tool, model, status message, input or output' }),
  attribute: selection.attribute.meta({
    description: 'An attribute of the span, as `key:value`, or `key` whatever the value',
  }),
})
export type SpanFilter = z.output<typeof spanFilter>

export const spanPage = pageOf(spanRow).extend({ nextCursor })

export const tracePage = pageOf(traceItem).extend({
  nextCursor,
  foldedTraces: z.int().nullable().meta({
    description: 'How many traces that match messageTraces=fold leaves out, 1,000 at most; on the first page only',
  }),
})
export type TracePage = z.output<typeof tracePage>
