import type { Attributes, AttributeValue, OtlpSpan } from '#lib/domain/traces/otlp/types.ts'
import { type LangfuseEvent, microsOf } from './events.ts'
import { rootIdOf, spanIdOf } from './ids.ts'

type Body = Record<string, unknown>

/** A span with how many events it was folded from: the version with more is the more complete. */
export interface FoldedSpan {
  span: OtlpSpan
  completeness: number
}

const inOrder = (a: LangfuseEvent, b: LangfuseEvent) =>
  a.atUs - b.atUs || (a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : 0)

/** All bodies in the order of their time: what is said later replaces, what is left out stays; metadata is united. */
function merge(events: readonly LangfuseEvent[]): Body {
  const merged: Body = {}
  for (const { body } of [...events].sort(inOrder)) {
    for (const [name, value] of Object.entries(body)) {
      if (value === null || value === undefined) continue
      const before = merged[name]
      merged[name] = name === 'metadata' && isRecord(before) && isRecord(value) ? { ...before, ...value } : value
    }
  }
  return merged
}

/**
 * Spans of a trace, from all of its events in any order: one for each observation, and one for the trace itself, which
 * lasts as long as they do. Attributes are those of Langfuse's newer SDKs, so that one mapping reads both.
 */
export function foldTrace(traceId: string, events: readonly LangfuseEvent[]): FoldedSpan[] {
  const objects = new Map<string, LangfuseEvent[]>()
  for (const event of events) objects.set(event.objectId, [...(objects.get(event.objectId) ?? []), event])
  const about = objects.get('')
  objects.delete('')
  const spans = [...objects].map(([objectId, own]) => foldObservation(traceId, objectId, own))
  if (about) spans.push(foldRoot(traceId, about, spans, events.length))
  return spans
}

function foldObservation(traceId: string, objectId: string, events: readonly LangfuseEvent[]): FoldedSpan {
  const body = merge(events)
  const type = typeOf(events, body)
  const parent = body.parentObservationId
  const start = microsOf(body.startTime) ?? microsOf(body.start_time) ?? Math.min(...events.map(event => event.atUs))
  const span = {
    ...emptySpan(traceId, spanIdOf(traceId, objectId)),
    parentSpanId: typeof parent === 'string' ? spanIdOf(traceId, parent) : rootIdOf(traceId),
    name: text(body.name) || type,
    startTimeUnixNano: nanos(start),
    endTimeUnixNano: nanos(type === 'event' ? start : (microsOf(body.endTime) ?? microsOf(body.end_time))),
    attributes: observationAttributes(type, objectId, body),
  }
  return { span, completeness: events.length }
}

function foldRoot(
  traceId: string,
  about: readonly LangfuseEvent[],
  spans: readonly FoldedSpan[],
  completeness: number,
): FoldedSpan {
  const body = merge(about)
  const starts = [
    microsOf(body.timestamp) ?? Math.min(...about.map(event => event.atUs)),
    ...spans.map(({ span }) => Number(span.startTimeUnixNano / 1000n)),
  ]
  const ends = spans.map(({ span }) => Number(span.endTimeUnixNano / 1000n))
  const start = Math.min(...starts)
  const end = spans.length === 0 ? start : Math.max(...ends)
  const span = {
    ...emptySpan(traceId, rootIdOf(traceId)),
    name: text(body.name) || 'trace',
    startTimeUnixNano: nanos(start),
    endTimeUnixNano: nanos(end === 0 ? null : Math.max(start, end)),
    attributes: rootAttributes(body),
  }
  return { span, completeness }
}

/** An update may say less exactly what an observation is than its creation: the more special word wins. */
function typeOf(events: readonly LangfuseEvent[], body: Body): string {
  const types = events.map(event => event.type).filter(type => type !== 'observation')
  const special = types.find(type => type !== 'span') ?? types[0]
  return (special ?? text(body.type).toLowerCase()) || 'span'
}

function observationAttributes(type: string, objectId: string, body: Body): Attributes {
  return compact({
    'langfuse.observation.type': type,
    'langfuse.observation.id': objectId,
    'langfuse.observation.input': payload(body.input),
    'langfuse.observation.output': payload(body.output),
    'langfuse.observation.level': text(body.level),
    'langfuse.observation.status_message': text(body.statusMessage ?? body.status_message),
    'langfuse.observation.model.name': text(body.model),
    'langfuse.observation.model.parameters': payload(body.modelParameters),
    'langfuse.observation.usage_details': payload(body.usageDetails ?? usageOf(body.usage)),
    'langfuse.observation.cost_details': payload(body.costDetails ?? costOf(body.usage)),
    'langfuse.observation.completion_start_time': text(body.completionStartTime),
    'langfuse.observation.prompt.name': text(body.promptName),
    'langfuse.observation.prompt.version': number(body.promptVersion),
    'langfuse.version': text(body.version),
    'langfuse.environment': text(body.environment),
    ...metadataOf('langfuse.observation.metadata', body.metadata),
  })
}

function rootAttributes(body: Body): Attributes {
  return compact({
    'langfuse.observation.type': 'span',
    'langfuse.trace.id': text(body.id),
    'langfuse.trace.name': text(body.name),
    'langfuse.user.id': text(body.userId ?? body.user_id),
    'langfuse.session.id': text(body.sessionId ?? body.session_id),
    'langfuse.trace.tags': Array.isArray(body.tags) ? body.tags.map(text).filter(Boolean) : undefined,
    'langfuse.observation.input': payload(body.input),
    'langfuse.observation.output': payload(body.output),
    'langfuse.observation.level': text(body.level),
    'langfuse.observation.status_message': text(body.statusMessage ?? body.status_message),
    'langfuse.release': text(body.release),
    'langfuse.version': text(body.version),
    'langfuse.environment': text(body.environment),
    ...metadataOf('langfuse.trace.metadata', body.metadata),
  })
}

/** Older usage: OpenAI's camel case or Langfuse's generic one. Counts of anything but tokens are not tokens. */
function usageOf(usage: unknown): Body | undefined {
  if (!isRecord(usage)) return undefined
  if (typeof usage.unit === 'string' && usage.unit !== 'TOKENS') return undefined
  const input = usage.input ?? usage.promptTokens ?? usage.prompt_tokens
  const output = usage.output ?? usage.completionTokens ?? usage.completion_tokens
  const total = usage.total ?? usage.totalTokens ?? usage.total_tokens
  const known = Object.entries({ input, output, total }).filter(([, value]) => typeof value === 'number')
  return known.length === 0 ? undefined : Object.fromEntries(known)
}

function costOf(usage: unknown): Body | undefined {
  if (!isRecord(usage)) return undefined
  const costs = { input: usage.inputCost, output: usage.outputCost, total: usage.totalCost }
  const known = Object.entries(costs).filter(([, value]) => typeof value === 'number')
  return known.length === 0 ? undefined : Object.fromEntries(known)
}

const scope = { name: 'langfuse-ingestion', version: '', attributes: {} }

const emptySpan = (traceId: string, spanId: string): OtlpSpan => ({
  resource: { attributes: {} },
  scope,
  traceId,
  spanId,
  parentSpanId: null,
  traceState: '',
  name: '',
  kind: 1,
  startTimeUnixNano: 0n,
  endTimeUnixNano: 0n,
  attributes: {},
  droppedAttributesCount: 0,
  events: [],
  links: [],
  status: { code: 0, message: '' },
})

const isRecord = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value)
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const number = (value: unknown): AttributeValue | undefined => (typeof value === 'number' ? value : undefined)
const payload = (value: unknown): string | undefined =>
  value === undefined || value === null ? undefined : typeof value === 'string' ? value : JSON.stringify(value)
const nanos = (us: number | null): bigint => (us === null ? 0n : BigInt(us) * 1000n)

function metadataOf(prefix: string, metadata: unknown): Record<string, string | undefined> {
  if (!isRecord(metadata)) return { [prefix]: payload(metadata) }
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`${prefix}.${name}`, payload(value)]))
}

function compact(attributes: Record<string, AttributeValue | undefined>): Attributes {
  const known = Object.entries(attributes).filter(([, value]) => value !== undefined && value !== '')
  return Object.fromEntries(known) as Attributes
}
