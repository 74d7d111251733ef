import { expect, test } from 'vitest'
import type { Attributes, AttributeValue, OtlpSpan } from '#lib/domain/traces/otlp/types.ts'
import { observationFields } from './langfuse/fields.ts'
import { spanOf } from './langfuse/span.ts'
import { normalise } from './normalise/normalise.ts'
import { billed, billedSpan } from './normalise/usage/test-calls.ts'
import { publicReports } from './normalise/usage/test-public-reports.ts'
import { decodeTraces } from './otlp/decode-traces.ts'
import { decodeTracesJson } from './otlp/json.ts'
import { oracle } from './otlp/test-oracle.ts'

/** A value as OTLP writes it: 64-bit integers as text, fractions and what is no number as doubles. */
function anyValue(value: AttributeValue): object {
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } }
  if (typeof value === 'object' && value !== null) return { kvlistValue: { values: pairs(value as Attributes) } }
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value }
  return typeof value === 'boolean' ? { boolValue: value } : { stringValue: String(value) }
}
const pairs = (attributes: Attributes) =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }))

const at = `${Date.UTC(2026, 10, 27)}000000`
const ids = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' }
const request = (attributes: Attributes, scope: string, own: object) => ({
  resourceSpans: [
    {
      scopeSpans: [
        {
          scope: { name: scope },
          spans: [{ ...own, name: 'span', startTimeUnixNano: at, endTimeUnixNano: at, attributes: pairs(attributes) }],
        },
      ],
    },
  ],
})

const asJson = (attributes: Attributes, scope: string): OtlpSpan | undefined =>
  decodeTracesJson(Buffer.from(JSON.stringify(request(attributes, scope, ids)))).spans[0]

function asProtobuf(attributes: Attributes, scope: string): OtlpSpan | undefined {
  const bytes = { traceId: Buffer.from(ids.traceId, 'hex'), spanId: Buffer.from(ids.spanId, 'hex') }
  return decodeTraces(oracle.encode(oracle.fromObject(request(attributes, scope, bytes))).finish()).spans[0]
}

function priced(span: OtlpSpan | undefined): object {
  const canonical = span && normalise(span)
  if (!canonical) throw new Error('the span was left out')
  return billedSpan(canonical)
}

test.each(publicReports)(
  '%s: the same through OTLP’s JSON and protobuf',
  (_name, attributes, _expected, scope = '') => {
    const told = billed(attributes, scope)
    expect(priced(asJson(attributes, scope))).toEqual(told)
    expect(priced(asProtobuf(attributes, scope))).toEqual(told)
  },
)

const details = 'langfuse.observation.usage_details'
/** What Langfuse's ingestion can tell: the details, as an object, and no other usage. */
const observed = publicReports.filter(
  ([, attributes]) =>
    String(attributes[details]).startsWith('{') &&
    !Object.keys(attributes).some(key => key.startsWith('gen_ai.usage.')),
)

test.each(observed)('%s: the same through Langfuse’s ingestion', (_name, attributes) => {
  const body = {
    model: attributes['langfuse.observation.model.name'],
    usageDetails: JSON.parse(String(attributes[details])),
    startTime: new Date(Date.UTC(2026, 10, 27)).toISOString(),
  }
  const fields = { ...observationFields(body), 'langfuse.observation.type': attributes['langfuse.observation.type'] }
  const stamped = Object.entries(fields).map(([name, value]) => [name, { value, stamp: [0, 0, 0, ''] }])
  const startUs = Date.UTC(2026, 10, 27) * 1000
  const span = spanOf('t', 'o', Object.fromEntries(stamped), { startUs, endUs: startUs })
  expect(priced(span)).toEqual(billed(attributes))
})
