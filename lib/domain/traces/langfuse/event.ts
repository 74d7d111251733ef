import { z } from 'zod'
import { observationFields, traceFields } from './fields.ts'
import { traceIdOf } from './ids.ts'
import type { Fields, Stamp } from './merge.ts'
import { microsOf } from './times.ts'

/** What an event is about. */
export type Subject = 'trace' | 'observation' | 'score' | 'log'

const observations = 'span generation event agent tool chain retriever evaluator embedding guardrail observation'.split(
  ' ',
)

const subjects = new Map<string, Subject>([
  ['trace-create', 'trace'],
  ['score-create', 'score'],
  ['sdk-log', 'log'],
  ...observations.flatMap((name): [string, Subject][] => [
    [`${name}-create`, 'observation'],
    [`${name}-update`, 'observation'],
  ]),
])

export const subjectOf = (type: string): Subject => subjects.get(type) ?? 'log'

const id = z.string().min(1).max(200)

export const eventSchema = z.looseObject({
  id,
  type: z.string().refine(type => subjects.has(type), { error: 'this type of event is not accepted' }),
  // Python's naive times have no offset.
  timestamp: z.iso.datetime({ offset: true, local: true }),
  body: z.record(z.string(), z.unknown()),
})
export type Event = z.output<typeof eventSchema>

const observationBody = z.looseObject({ id, traceId: id.nullish(), parentObservationId: id.nullish() })
const traceBody = z.looseObject({ id })

/** What one event says of a trace or an observation. */
export interface ObjectUpdate {
  traceId: string
  /** The observation's id as the client wrote it; empty for the trace itself. */
  objectId: string
  fields: Fields
}

/** Reads an event of a trace or an observation; a text is the reason why it is invalid. `place`: its position in the request. */
export function readEvent(event: Event, place: number): ObjectUpdate | string {
  const trace = subjectOf(event.type) === 'trace'
  const parsed = (trace ? traceBody : observationBody).safeParse(event.body)
  if (!parsed.success) return `body.${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`
  const body = parsed.data as Record<string, unknown> & { id: string; traceId?: string | null }
  const atUs = microsOf(event.timestamp) ?? 0
  const stamp: Stamp = [event.type.endsWith('-update') ? 1 : 0, atUs, place, event.id]
  const stamped = (value: string | number, by: Stamp = stamp) => ({ value, stamp: by })
  const told = Object.entries(trace ? traceFields(body) : observationFields(body))
  const fields = Object.fromEntries(told.map(([name, value]) => [name, stamped(value)]))
  // Where no start is told, the first event is the best that is known.
  fields.seen = stamped(atUs, earliest(atUs))
  if (trace) {
    // JavaScript's SDK writes the time of each update here: the trace began with the first.
    if (fields.start) fields.start = stamped(fields.start.value, earliest(Number(fields.start.value)))
    return { traceId: traceIdOf(body.id), objectId: '', fields }
  }
  fields['langfuse.observation.id'] = stamped(body.id)
  const type = typeOf(event.type, body)
  // An update may say less exactly what an observation is than its creation did.
  if (type) fields['langfuse.observation.type'] = stamped(type, [type === 'span' ? 0 : 1, atUs, place, event.id])
  return { traceId: traceIdOf(body.traceId ?? body.id), objectId: body.id, fields }
}

const earliest = (us: number): Stamp => [0, -us, 0, '']

function typeOf(eventType: string, body: Record<string, unknown>): string | null {
  const name = eventType.replace(/-(create|update)$/, '')
  if (name !== 'observation') return name
  const own = typeof body.type === 'string' ? body.type.toLowerCase() : ''
  return observations.includes(own) ? own : null
}
