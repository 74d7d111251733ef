import { z } from 'zod'
import { traceIdOf } from './ids.ts'

/** What an event is about. */
export type Subject = 'trace' | 'observation' | 'score' | 'log'

const observations = [
  'span',
  'generation',
  'event',
  'agent',
  'tool',
  'chain',
  'retriever',
  'evaluator',
  'embedding',
  'guardrail',
  'observation',
]

const subjects = new Map<string, Subject>([
  ['trace-create', 'trace'],
  ['score-create', 'score'],
  ['sdk-log', 'log'],
  ...observations.flatMap((name): [string, Subject][] => [
    [`${name}-create`, 'observation'],
    [`${name}-update`, 'observation'],
  ]),
])

const id = z.string().min(1).max(200)

export const eventSchema = z.looseObject({
  id,
  type: z.string().refine(type => subjects.has(type), { error: 'this type of event is not taken' }),
  timestamp: z.iso.datetime({ offset: true }),
  body: z.record(z.string(), z.unknown()),
})

const observationBody = z.looseObject({ id, traceId: id.nullish(), parentObservationId: id.nullish() })
const traceBody = z.looseObject({ id })

/** One event that is kept, with where it belongs. Times in microseconds. */
export interface LangfuseEvent {
  traceId: string
  /** As the client wrote it; empty for the trace itself. */
  objectId: string
  eventId: string
  /** `trace`, or what the observation is. */
  type: string
  atUs: number
  body: Record<string, unknown>
}

export const subjectOf = (type: string): Subject => subjects.get(type) ?? 'log'

/** Microseconds since the epoch of an RFC 3339 time, which may tell microseconds; null for anything else. */
export function microsOf(time: unknown): number | null {
  if (typeof time !== 'string') return null
  const ms = Date.parse(time)
  if (Number.isNaN(ms)) return null
  const fraction = /\.(\d+)/.exec(time)?.[1] ?? ''
  return Math.floor(ms / 1000) * 1_000_000 + Number(fraction.padEnd(6, '0').slice(0, 6))
}

/** The event to keep, or the reason it cannot be. */
export function readEvent(event: z.output<typeof eventSchema>): LangfuseEvent | string {
  const trace = subjectOf(event.type) === 'trace'
  const parsed = (trace ? traceBody : observationBody).safeParse(event.body)
  if (!parsed.success) return `body.${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`
  const body = parsed.data as Record<string, unknown> & { id: string; traceId?: string | null }
  const atUs = microsOf(event.timestamp) ?? 0
  const original = trace ? body.id : (body.traceId ?? body.id)
  const type = trace ? 'trace' : event.type.replace(/-(create|update)$/, '')
  return { traceId: traceIdOf(original), objectId: trace ? '' : body.id, eventId: event.id, type, atUs, body }
}
