import { expect, test } from 'vitest'
import { byDay } from './timeline-days.ts'

test('events are grouped by day in UTC, newest first', () => {
  const events = [
    { id: 'a', at: '2026-11-27T23:59:59Z' },
    { id: 'c', at: '2026-11-28T08:00:00Z' },
    { id: 'b', at: '2026-11-28T01:30:00+02:00' },
    { id: 'd', at: '2026-11-28T08:00:00Z' },
  ]
  expect(byDay(events).map(({ day, events }) => [day, events.map(({ id }) => id).join('')])).toEqual([
    ['2026-11-28', 'dc'],
    ['2026-11-27', 'ab'],
  ])
})
