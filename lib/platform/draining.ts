import { once } from './registry.ts'

const controller = () => once('draining', () => new AbortController())

/** Aborts when the process begins to stop: waiting requests are answered at once, so that their callers ask another process. */
export const draining = (): AbortSignal => controller().signal

/** Tells everything that waits to end. */
export const beginDraining = (): void => controller().abort()
