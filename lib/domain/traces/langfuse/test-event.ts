import type { RecordedEvent } from '#lib/domain/traces/testing/langfuse-recordings.ts'

const base = Date.UTC(2026, 9, 1, 12)

/** A second of the tests' hour, as a client writes it. */
export const at = (second: number) => new Date(base + second * 1000).toISOString()

/** The same in microseconds since the epoch, as it is stored. */
export const us = (second: number) => (base + second * 1000) * 1000

let ids = 0

/** The events of a Langfuse client at one second. */
export const event = (type: string, second: number, body: Record<string, unknown>): RecordedEvent => ({
  id: `e${ids++}`,
  type,
  timestamp: at(second),
  body,
})
