import { javascriptTruths } from './recordings-javascript.truth.ts'
import { pythonTruths } from './recordings-python.truth.ts'
import type { Truth } from './test-truth.ts'

/** Of every recording. */
export const truths: Record<string, Truth> = { ...javascriptTruths, ...pythonTruths }
