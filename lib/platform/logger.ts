import { type Logger, pino } from 'pino'
import { once } from './registry.ts'

/** Structured log of the process. Secrets never go in: log ids and counts. */
export const logger = (): Logger => once('logger', () => pino({ level: process.env.HOLDPOINT_LOG_LEVEL || 'warn' }))

/** One line for what happens again each second while a database is away; a stack would bury everything else. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
