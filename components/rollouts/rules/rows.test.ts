import { expect, test } from 'vitest'
import { gateRow, phaseRows } from './rows.ts'

const phase = { weightBps: 250, seconds: 90, holdSeconds: 43_200, minimumRequests: 30, approval: true }

test('a form sends back what was read into it', () => {
  expect(phaseRows.read([phase])).toEqual([
    { share: '2.5', minutes: '1.5', holdHours: '12', requests: '30', approval: true },
  ])
  expect(phaseRows.write(phaseRows.read([phase]))).toEqual([phase])
  const gates = { maximumErrorRate: 0.01, qualityMargin: null, costIncrease: 0.2 }
  expect(gateRow.read(gates)).toEqual({ maximumErrorRate: '1', qualityMargin: '', costIncrease: '20' })
  expect(gateRow.write(gateRow.read(gates))).toEqual(gates)
})

test('text that is not a number is sent unchanged, and an empty field takes its default', () => {
  const typed = { share: 'five', minutes: '1,5', holdHours: '', requests: '', approval: false }
  expect(phaseRows.write([typed])).toEqual([
    { weightBps: 'five', seconds: 90, holdSeconds: undefined, minimumRequests: undefined, approval: false },
  ])
})
