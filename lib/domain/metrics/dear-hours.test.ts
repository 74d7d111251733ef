import { expect, test } from 'vitest'
import { dearHours } from './dear-hours.ts'

const hour = (at: number, usd: number) => ({ at: new Date(Date.UTC(2026, 0, 5, at)).toISOString(), usd })
const from = Date.UTC(2026, 0, 5, 10, 30)

test('an hour is expensive compared with an average hour of the day before, and never where nothing was spent before', () => {
  expect(dearHours([hour(2, 24), hour(10, 2), hour(11, 2.1), hour(12, 0.5)], from)).toEqual([
    { ...hour(11, 2.1), usual: 1 },
  ])
  expect(dearHours([hour(10, 2), hour(11, 50)], from)).toEqual([])
  expect(dearHours([], from)).toEqual([])
})
