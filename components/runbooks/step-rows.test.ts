import { expect, test } from 'vitest'
import { jsonOf, rowsOf } from './step-rows.ts'

test('steps come back unchanged from the form', () => {
  const steps = [
    { text: 'Look.', action: null },
    { text: 'Open it.', action: { kind: 'force-open', breaker: 'search' } },
    { text: 'Open its own.', action: { kind: 'force-open', breaker: null } },
    { text: 'Stop it.', action: { kind: 'stop-agent' } },
    { text: 'Tell.', action: { kind: 'notify', channels: ['ops', 'mail'] } },
    { text: 'Back.', action: { kind: 'roll-back', tool: 'redeploy' } },
  ]
  expect(JSON.parse(jsonOf(rowsOf(JSON.stringify(steps))))).toEqual(steps)
  expect(rowsOf('no JSON')).toEqual([])
  expect(rowsOf('')).toEqual([])
})
