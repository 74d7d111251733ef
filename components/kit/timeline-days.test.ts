import { expect, test } from 'vitest'
import { byDay, type Line, summaryOf } from './timeline-days.ts'

interface Event {
  id: string
  at: string
  alike?: { words: string; value: number | null } | null
}
const ids = (line: Line<Event>) => line.map(({ id }) => id).join('')

test('events are grouped by day in UTC, newest first', () => {
  const events = [
    { id: 'a', at: '2026-11-27T23:59:59Z' },
    { id: 'c', at: '2026-11-28T08:00:00Z' },
    { id: 'b', at: '2026-11-28T01:30:00+02:00' },
    { id: 'd', at: '2026-11-28T08:00:00Z' },
  ]
  expect(byDay(events).map(({ day, lines }) => [day, lines.map(ids)])).toEqual([
    ['2026-11-28', ['d', 'c']],
    ['2026-11-27', ['a', 'b']],
  ])
})

/** One event a second, the newest first: a letter for its words, or `!` for one that is always shown. */
const linesOf = (kinds: string) =>
  byDay<Event>(
    [...kinds].map((kind, i) => ({
      id: `${kind}${i}`,
      at: new Date(Date.UTC(2026, 10, 28, 12) - i * 1_000).toISOString(),
      alike: kind === '!' ? null : { words: kind, value: null },
    })),
  ).flatMap(({ lines }) => lines.map(line => line.map(({ id }) => id[0]).join('')))

test('many that are alike are one line, also where two kinds alternate; fewer than four stay apart', () => {
  expect(linesOf('aaaaaa')).toEqual(['aaaaaa'])
  expect(linesOf('abababab')).toEqual(['aaaa', 'bbbb'])
  expect(linesOf('aaabcb')).toEqual(['a', 'a', 'a', 'b', 'c', 'b'])
  expect(linesOf('aaaabbb')).toEqual(['aaaa', 'b', 'b', 'b'])
})

test('nothing is moved past what is always shown, which itself is never folded', () => {
  expect(linesOf('aa!aa')).toEqual(['a', 'a', '!', 'a', 'a'])
  expect(linesOf('!!!!!')).toEqual(['!', '!', '!', '!', '!'])
  expect(linesOf('aaaa!aaaaa!')).toEqual(['aaaa', '!', 'aaaaa', '!'])
})

test('events of two days are never one line', () => {
  const alike = { words: 'scores', value: null }
  const at = (second: number) => new Date(Date.UTC(2026, 10, 28) + second * 1_000).toISOString()
  const events = [-3, -2, -1, 0, 1, 2].map(second => ({ id: `${second}`, at: at(second), alike }))
  expect(byDay(events).map(({ lines }) => lines.length)).toEqual([3, 3])
})

test('the summary has the least and the greatest value, unless one is unknown', () => {
  const line = (...values: (number | null)[]) =>
    values.map((value, i) => ({ id: `${i}`, at: '', alike: { words: 'scores of helpfulness', value } })) as Line<Event>
  expect(summaryOf(line(0.4, 0.2, 0.3, 0.25))).toBe('4 scores of helpfulness from 0.2 to 0.4')
  expect(summaryOf(line(1, 1, 1, 1))).toBe('4 scores of helpfulness: 1')
  expect(summaryOf(line(0.4, null, 0.3, 0.25))).toBe('4 scores of helpfulness')
  expect(summaryOf(line(null, null, null, null))).toBe('4 scores of helpfulness')
})
