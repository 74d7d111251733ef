import { expect, test } from 'vitest'
import { traceState } from './trace-state.ts'

test.each([
  ['ok', 0, 'ok', 'completed'],
  ['ok', 1, 'completedWithErrors', 'completed, error in 1 span'],
  ['error', 0, 'error', 'failed'],
  ['error', 3, 'error', 'failed, error in 3 spans'],
  ['running', 0, 'running', 'running'],
  ['running', 2, 'running', 'running, error in 2 spans so far'],
] as const)('%s with %i failed spans', (status, errorCount, value, label) => {
  expect(traceState({ status, errorCount })).toEqual({ value, label })
})
