import { once } from './registry.ts'

const controller = () => once('draining', () => new AbortController())

/** Aborts when the process begins to stop: what waits for something answers now, so that its caller asks elsewhere. */
export const draining = (): AbortSignal => controller().signal

/** Tells everything that waits to end. */
export const beginDraining = (): void => controller().abort()
