import type { PriceBook } from '#lib/domain/prices/index.ts'
import type { CanonicalSpan } from '#lib/domain/traces/canonical.ts'
import type { Attributes, OtlpLogRecord } from '#lib/domain/traces/otlp/types.ts'
import { priceSpan } from '#lib/domain/traces/pricing/price-span.ts'
import { jsonSafe } from './attributes/json-safe.ts'
import { normalise } from './normalise.ts'
import { parseJson, toObject } from './readers.ts'

const speaksOfUsage = /(^|[._])usage([._]|$)|token_?count/i
/** Longer texts are messages. */
const textLimit = 2_000
const attributesLimit = 200

/**
 * What an event of a model call tells of its tokens, as JSON to be kept until its span is there; null where it tells none. Some clients write
 * the usage of a stream in the event that ends it, and not in the span.
 */
export function usageInLog({ attributes, scope }: OtlpLogRecord): string | null {
  const entries = Object.entries(attributes)
  if (!entries.some(([key]) => speaksOfUsage.test(key))) return null
  const short = entries.filter(([, value]) => typeof value !== 'string' || value.length <= textLimit)
  const kept = jsonSafe({ scope: scope.name, attributes: Object.fromEntries(short.slice(0, attributesLimit)) })
  const json = JSON.stringify(kept)
  return json.length <= 64 * 1024 && callIn(json) !== null ? json : null
}

/** Whether a span is a model call that tells no tokens. */
export const lacksUsage = ({ kind, usage }: Pick<CanonicalSpan, 'kind' | 'usage'>) =>
  (kind === 'llm' || kind === 'embedding') && usage.input === null && usage.output === null

/** The span with the tokens of its event, priced; unchanged where it has its own tokens. */
export function withUsageOfLog(span: CanonicalSpan, json: string | null, prices: PriceBook | null): CanonicalSpan {
  const call = json === null || !lacksUsage(span) ? null : callIn(json)
  if (call === null) return span
  const { usage, serviceTier, model, requestModel, provider, reportedCostNanos } = call
  const whole: CanonicalSpan = {
    ...span,
    usage,
    serviceTier: span.serviceTier ?? serviceTier,
    model: span.model ?? model,
    requestModel: span.requestModel ?? requestModel,
    provider: span.provider ?? provider,
    reportedCostNanos: span.reportedCostNanos ?? reportedCostNanos,
  }
  return priceSpan(whole, prices)
}

/** The event read as if it were the span of its call. */
function callIn(json: string): CanonicalSpan | null {
  const kept = toObject(parseJson(json))
  const attributes = toObject(kept?.attributes) as Attributes | null
  if (kept === null || attributes === null) return null
  const call = normalise({
    resource: { attributes: {} },
    scope: { name: typeof kept.scope === 'string' ? kept.scope : '', version: '', attributes: {} },
    traceId: '1'.repeat(32),
    spanId: '1'.repeat(16),
    parentSpanId: null,
    traceState: '',
    name: 'event',
    kind: 3,
    startTimeUnixNano: 1n,
    endTimeUnixNano: 1n,
    attributes: { 'holdpoint.span.kind': 'llm', ...attributes },
    droppedAttributesCount: 0,
    events: [],
    links: [],
    status: { code: 0, message: '' },
  })
  return call === null || (call.usage.input === null && call.usage.output === null) ? null : call
}
