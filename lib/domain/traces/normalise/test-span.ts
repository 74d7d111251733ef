import type { CanonicalSpan } from '#lib/domain/traces/canonical.ts'
import type { Attributes, OtlpSpan } from '#lib/domain/traces/otlp/types.ts'
import { normalise } from './normalise.ts'

/** A received span for tests: everything a span needs, and what the test is about. */
export function otlpSpan(attributes: Attributes = {}, rest: Partial<OtlpSpan> = {}): OtlpSpan {
  return {
    resource: { attributes: {} },
    scope: { name: 'test', version: '', attributes: {} },
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    parentSpanId: null,
    traceState: '',
    name: 'span',
    kind: 1,
    startTimeUnixNano: 1_795_412_203_000_000_000n,
    endTimeUnixNano: 1_795_412_204_000_000_000n,
    attributes,
    droppedAttributesCount: 0,
    events: [],
    links: [],
    status: { code: 0, message: '' },
    ...rest,
  }
}

/** A scope by name, for `otlpSpan`. */
export function scope(name: string): Pick<OtlpSpan, 'scope'> {
  return { scope: { name, version: '', attributes: {} } }
}

/** The canonical span of a received one that must not be left out. */
export function canonical(attributes: Attributes = {}, rest: Partial<OtlpSpan> = {}): CanonicalSpan {
  const span = normalise(otlpSpan(attributes, rest))
  if (span === null) throw new Error('the span was left out')
  return span
}
