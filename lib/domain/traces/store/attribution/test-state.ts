import type { CanonicalSpan } from '#lib/domain/traces/canonical.ts'
import { canonical } from '#lib/domain/traces/normalise/test-span.ts'
import { receive } from '#lib/domain/traces/store/tables/received.ts'
import type { SpanState } from './span-state.ts'

/** State of a span for tests: a bare one with what the test is about. Times in microseconds from `at`. */
export function spanState(spanId: string, parentSpanId: string | null, rest: Partial<CanonicalSpan> = {}): SpanState {
  return receive({ ...canonical(), spanId, parentSpanId, ...rest }).state
}
