import { expect, test } from 'vitest'
import { agents, dayMs, historyDays, hourMs, isInBurst, planDay, stories } from './calendar.ts'

const liveFrom = Date.parse('2026-11-28T14:00:00Z')
const days = Array.from({ length: historyDays }, (_, n) => n - historyDays)
const month = days.flatMap(day => planDay('a seed', liveFrom, day))

test('the same seed plans the same month, another one another', () => {
  expect(days.flatMap(day => planDay('a seed', liveFrom, day))).toEqual(month)
  expect(days.flatMap(day => planDay('another', liveFrom, day))).not.toEqual(month)
  expect(new Set(month.map(({ id }) => id)).size).toBe(month.length)
})

test('each day holds its own runs, in order, and the month all agents', () => {
  for (const day of days) {
    const times = planDay('a seed', liveFrom, day).map(({ at }) => at)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    const [first, last] = [times[0] ?? Number.NaN, times.at(-1) ?? Number.NaN]
    expect(first).toBeGreaterThanOrEqual(liveFrom + day * dayMs)
    expect(last).toBeLessThan(liveFrom + (day + 1) * dayMs)
  }
  expect([...new Set(month.map(({ agent }) => agent))].sort()).toEqual([...agents].sort())
})

test('traffic has the shape of weeks and days', () => {
  const count = (keep: (date: Date) => boolean) => month.filter(({ at }) => keep(new Date(at))).length
  const weekend = count(date => [0, 6].includes(date.getUTCDay())) / 8
  const working = count(date => ![0, 6].includes(date.getUTCDay())) / 22
  expect(working).toBeGreaterThan(weekend * 1.4)
  expect(count(date => date.getUTCHours() === 10)).toBeGreaterThan(count(date => date.getUTCHours() === 3) * 3)
})

test.each(['2026-11-28T00:00:00Z', '2026-11-28T03:00:00Z', '2026-11-28T14:00:00Z', '2026-11-30T23:00:00Z'])(
  'a fleet that goes live at %s has its burst of errors and its runaway run within the last days',
  start => {
    const from = Date.parse(start)
    const runs = days.slice(-3).flatMap(day => planDay('a seed', from, day))
    expect(runs.filter(({ runaway }) => runaway)).toHaveLength(1)
    const bursting = runs.filter(run => run.bursting)
    expect(bursting.every(({ at }) => isInBurst(from, at))).toBe(true)
    expect(runs.filter(({ at }) => isInBurst(from, at))).toEqual(bursting)
    const { fromHour, toHour } = stories.errorBurst
    const hours = new Set(bursting.map(({ at }) => new Date(at).getUTCHours()))
    expect([...hours].every(hour => hour >= fromHour && hour < toHour)).toBe(true)
    expect(from - Math.min(...bursting.map(({ at }) => at))).toBeLessThan(72 * hourMs)
  },
)
