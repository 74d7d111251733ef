import { type Logger, pino } from 'pino'
import { once } from './registry.ts'

/** Structured log of the process. Secrets never go in: log ids and counts. */
export const logger = (): Logger => once('logger', () => pino({ level: process.env.HOLDPOINT_LOG_LEVEL || 'warn' }))

/** One line for what happens again each second while a database is away; a stack would bury everything else. */
export function reasonOf(error: unknown): string {
  // A connection tried at several addresses fails with one error for each, and no message of its own.
  if (error instanceof AggregateError && !error.message) return error.errors.map(reasonOf).join('; ')
  if (typeof error !== 'object' || error === null) return String(error)
  // pg-boss reports plain objects that carry a message.
  const { message } = error as { message?: unknown }
  return typeof message === 'string' && message ? message : JSON.stringify(error)
}
