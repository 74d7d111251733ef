import { limitText } from '#lib/domain/traces/normalise/clean.ts'
import type { Value } from './merge.ts'
import { microsOf } from './times.ts'
import { costOf, recordIn, usageOf } from './usage.ts'

type Body = Record<string, unknown>
type Told = Record<string, Value | null | undefined>

const observation = 'langfuse.observation'
/** Tags of all events are merged: each is a separate field. */
export const tagPrefix = 'tag.'

/**
 * What a body says of an observation, by field: `name`, `start`, `end` (microseconds), `parent` (the client's id), and
 * under `langfuse.` the attributes of Langfuse's newer SDKs, so that one mapping reads both. Null says nothing.
 */
export function observationFields(body: Body): Record<string, Value> {
  return compact({
    name: text(body.name),
    start: microsOf(body.startTime ?? body.start_time),
    end: microsOf(body.endTime ?? body.end_time),
    parent: text(body.parentObservationId ?? body.parent_observation_id),
    ...shared(body),
    [`${observation}.model.name`]: text(body.model),
    [`${observation}.model.parameters`]: payload(body.modelParameters ?? body.model_parameters),
    [`${observation}.usage_details`]: payload(usageOf(body)),
    [`${observation}.cost_details`]: payload(costOf(body)),
    [`${observation}.completion_start_time`]: text(body.completionStartTime ?? body.completion_start_time),
    [`${observation}.prompt.name`]: text(body.promptName ?? body.prompt_name),
    [`${observation}.prompt.version`]: payload(body.promptVersion ?? body.prompt_version),
    ...metadata(`${observation}.metadata`, body.metadata),
    ...others(observation, body),
  })
}

/** The same for a trace itself. Python's decorator tells its times, level and message too. */
export function traceFields(body: Body): Record<string, Value> {
  const tags = Array.isArray(body.tags) ? body.tags.map(text).filter(tag => tag !== undefined) : []
  return compact({
    start: microsOf(body.timestamp ?? body.startTime ?? body.start_time),
    end: microsOf(body.endTime ?? body.end_time),
    ...shared(body),
    'langfuse.trace.id': text(body.id),
    'langfuse.trace.name': text(body.name),
    'langfuse.user.id': text(body.userId ?? body.user_id),
    'langfuse.session.id': text(body.sessionId ?? body.session_id),
    'langfuse.release': text(body.release),
    ...Object.fromEntries(tags.map(tag => [tagPrefix + tag, tag])),
    ...metadata('langfuse.trace.metadata', body.metadata),
    ...others('langfuse.trace', body),
  })
}

const shared = (body: Body): Told => ({
  [`${observation}.input`]: payload(body.input),
  [`${observation}.output`]: payload(body.output),
  [`${observation}.level`]: text(body.level)?.toUpperCase(),
  [`${observation}.status_message`]: text(body.statusMessage ?? body.status_message),
  'langfuse.version': text(body.version),
  'langfuse.environment': text(body.environment),
})

/** Names read above, in camel case. */
const read = new Set(
  'id traceId type name timestamp startTime endTime parentObservationId input output level statusMessage version environment model modelParameters usage usageDetails costDetails completionStartTime promptName promptVersion metadata userId sessionId release tags'.split(
    ' ',
  ),
)

/** Unknown fields of newer clients are kept under their own name. */
function others(prefix: string, body: Body): Told {
  const rest = Object.entries(body).filter(([name]) => !read.has(name.replace(/_(\w)/g, (_, c) => c.toUpperCase())))
  return Object.fromEntries(rest.map(([name, value]) => [`${prefix}.${name}`, payload(value)]))
}

function metadata(prefix: string, value: unknown): Told {
  const record = recordIn(value)
  if (!record) return { [prefix]: payload(value) }
  return Object.fromEntries(Object.entries(record).map(([name, item]) => [`${prefix}.${name}`, payload(item)]))
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const payload = (value: unknown): string | undefined =>
  value === undefined || value === null
    ? undefined
    : limitText(typeof value === 'string' ? value : JSON.stringify(value))

function compact(told: Told): Record<string, Value> {
  const given = Object.entries(told).filter(([, value]) => value !== null && value !== undefined && value !== '')
  return Object.fromEntries(given) as Record<string, Value>
}
