import { isStreamEnd } from '#lib/domain/traces/normalise/kind/noise.ts'
import { microsIn } from '#lib/domain/traces/otlp/time.ts'
import type { OtlpSpan } from '#lib/domain/traces/otlp/types.ts'
import { toNumber } from './readers.ts'
import type { Convention, View } from './view.ts'

interface TtftRow {
  key: string
  from: Convention
  /** s, ms: a duration since the start; instant: an ISO time, maybe JSON-quoted twice. */
  unit: 's' | 'ms' | 'instant'
  /** Only from scopes whose name starts so: the same key, another unit. */
  scope?: string
}

/** Time to first token: the units differ by client. */
const ttft: readonly TtftRow[] = [
  { key: 'gen_ai.response.time_to_first_chunk', from: 'genai', unit: 's' },
  { key: 'gen_ai.client.operation.time_to_first_chunk', from: 'vercel-ai', unit: 's' },
  { key: 'gen_ai.server.time_to_first_token', from: 'strands', unit: 'ms', scope: 'strands' },
  { key: 'gen_ai.server.time_to_first_token', from: 'openlit', unit: 's' },
  { key: 'ttft_ms', from: 'claude-code', unit: 'ms' },
  { key: 'ai.response.msToFirstChunk', from: 'vercel-ai', unit: 'ms' },
  { key: 'langfuse.observation.completion_start_time', from: 'langfuse', unit: 'instant' },
  { key: 'mastra.completion_start_time', from: 'mastra', unit: 'instant' },
]

/** Events that mark the first token: the AI SDK's and OpenInference Python's. */
const firstTokenEvents = new Set(['ai.stream.firstChunk', 'First Token Stream Event'])

export interface Timing {
  startUs: number
  endUs: number | null
  ttftUs: number | null
}

/** Times in whole microseconds. An end of 0 means that the span has not ended; an end before the start comes from a wrong clock and becomes the start. */
export function timingOf(view: View): Timing {
  const { span } = view
  const startUs = toMicros(span.startTimeUnixNano) - streamedUs(span)
  const endUs = span.endTimeUnixNano === 0n ? null : Math.max(startUs, toMicros(span.endTimeUnixNano))
  return { startUs, endUs, ttftUs: ttftOf(view, span, startUs) }
}

/** What Logfire's log line after a stream says of its length: the line itself is an instant. */
function streamedUs(span: OtlpSpan): number {
  const seconds = isStreamEnd(span) ? toNumber(span.attributes.duration) : null
  return seconds !== null && seconds > 0 && seconds < 86_400 ? Math.round(seconds * 1e6) : 0
}

/** A time of OTLP in microseconds; beyond what a number holds exactly, the largest such number. */
export function toMicros(time: bigint): number {
  return Math.min(Number(microsIn(time)), Number.MAX_SAFE_INTEGER)
}

function ttftOf(view: View, span: OtlpSpan, startUs: number): number | null {
  for (const row of ttft) {
    const value = view.attributes[row.key]
    if (value === undefined || (row.scope !== undefined && !span.scope.name.startsWith(row.scope))) continue
    const micros =
      row.unit === 'instant' ? instantOf(value, startUs) : scaled(toNumber(value), row.unit === 's' ? 1e6 : 1e3)
    if (micros !== null) return micros
  }
  const event = span.events.find(candidate => firstTokenEvents.has(candidate.name))
  return event === undefined ? null : positive(toMicros(event.timeUnixNano) - startUs)
}

function instantOf(value: unknown, startUs: number): number | null {
  if (typeof value !== 'string' || value.length > 60) return null
  const text = value.replaceAll('"', '')
  const millis = Date.parse(text)
  if (Number.isNaN(millis)) return null
  // Date keeps three digits of the second's fraction; Python sends six.
  const fraction = /\.\d{3}(\d{1,3})/.exec(text)?.[1] ?? ''
  return positive(millis * 1000 + Number(fraction.padEnd(3, '0')) - startUs)
}

function scaled(value: number | null, factor: number): number | null {
  return value === null ? null : positive(Math.round(value * factor))
}

function positive(micros: number): number | null {
  return Number.isSafeInteger(micros) && micros >= 0 ? micros + 0 : null
}
