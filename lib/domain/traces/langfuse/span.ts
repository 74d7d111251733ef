import type { Attributes, OtlpSpan } from '#lib/domain/traces/otlp/types.ts'
import { tagPrefix } from './fields.ts'
import { rootIdOf, spanIdOf } from './ids.ts'
import type { Fields, Value } from './merge.ts'

/** When the observations of a trace begin and end, microseconds; nulls where there are none, or none has ended. */
export interface Range {
  startUs: number | null
  endUs: number | null
}

export interface Times {
  startUs: number
  endUs: number | null
}

/** An observation's times. An event is over when it happens; what ends before it starts, by another clock, ends where it starts. */
export function observationTimes(fields: Fields): Times {
  const startUs = numberOf(fields.start?.value) ?? numberOf(fields.seen?.value) ?? 0
  const event = fields['langfuse.observation.type']?.value === 'event'
  const endUs = event ? startUs : numberOf(fields.end?.value)
  return { startUs, endUs: endUs === null ? null : Math.max(startUs, endUs) }
}

/** A trace lasts as long as its observations do, or as it says itself. */
export function traceTimes(fields: Fields, within: Range): Times {
  const own = numberOf(fields.start?.value) ?? numberOf(fields.seen?.value) ?? 0
  const startUs = Math.min(own, within.startUs ?? own)
  const ends = [numberOf(fields.end?.value), within.startUs === null ? startUs : within.endUs]
  const known = ends.filter(end => end !== null)
  return { startUs, endUs: known.length === 0 ? null : Math.max(startUs, ...known) }
}

/** The span of an observation, or, for the empty id, the span of the trace above all of its observations. */
export function spanOf(traceId: string, objectId: string, fields: Fields, times: Times): OtlpSpan {
  const root = objectId === ''
  const parent = fields.parent?.value
  const name = fields[root ? 'langfuse.trace.name' : 'name']?.value
  const type = fields['langfuse.observation.type']?.value
  return {
    resource: { attributes: {} },
    scope: { name: 'langfuse-ingestion', version: '', attributes: {} },
    traceId,
    spanId: root ? rootIdOf(traceId) : spanIdOf(traceId, objectId),
    parentSpanId: root ? null : parent === undefined ? rootIdOf(traceId) : spanIdOf(traceId, String(parent)),
    traceState: '',
    name: String(name ?? (root ? 'trace' : (type ?? 'span'))),
    kind: 1,
    startTimeUnixNano: BigInt(times.startUs) * 1000n,
    endTimeUnixNano: times.endUs === null ? 0n : BigInt(times.endUs) * 1000n,
    attributes: { 'langfuse.observation.type': 'span', ...attributesOf(fields) },
    droppedAttributesCount: 0,
    events: [],
    links: [],
    status: { code: 0, message: '' },
  }
}

function attributesOf(fields: Fields): Attributes {
  const names = Object.keys(fields).sort()
  const attributes: Attributes = {}
  for (const name of names) if (name.startsWith('langfuse.')) attributes[name] = fields[name]?.value ?? null
  const tags = names.filter(name => name.startsWith(tagPrefix)).map(name => name.slice(tagPrefix.length))
  return tags.length === 0 ? attributes : { ...attributes, 'langfuse.trace.tags': tags }
}

const numberOf = (value: Value | undefined): number | null => (typeof value === 'number' ? value : null)
