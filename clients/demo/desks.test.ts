import { expect, test } from 'vitest'
import { agents, dayMs, hourMs, rateAt, rateOf } from './calendar.ts'
import { deskNames, desks, livelier } from './desks.ts'

const monday = Date.parse('2026-11-23T00:00:00Z')
const hoursOf = (day: number) => Array.from({ length: 24 }, (_, hour) => monday + day * dayMs + hour * hourMs)
const perHour = (at: number) =>
  [...agents.map(agent => rateOf(agent, at)), ...deskNames.map(desk => rateAt(desks[desk], at))].reduce(
    (sum, rate) => sum + rate,
    0,
  )
const sum = (values: number[]) => values.reduce((all, value) => all + value, 0)

test.each([0, 1, 2, 3, 4, 5, 6])('live, day %i of a week has about as much traffic as in the history', day => {
  const [past, live] = [sum(hoursOf(day).map(perHour)), sum(hoursOf(day).map(at => perHour(at) * livelier(at)))]
  expect(live / past).toBeGreaterThanOrEqual(1)
  expect(live / past).toBeLessThan(1.3)
})

test('live, something happens every few minutes, also at night', () => {
  for (const at of hoursOf(6)) expect(perHour(at) * livelier(at)).toBeGreaterThanOrEqual(11.99)
})
