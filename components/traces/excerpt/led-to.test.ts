import { expect, test } from 'vitest'
import { ledTo } from './led-to.ts'

const at = (ms: number) => new Date(Date.UTC(2026, 10, 24) + ms).toISOString()
const span = (startMs: number, durationMs: number | null, noise = false) => ({
  startedAt: at(startMs),
  durationMs,
  noise,
})

test('the last six that began before the request, placed between the first start and the last end', () => {
  const spans = [0, 100, 200, 300, 400, 500, 600, 700].map(ms => span(ms, 100))
  const { shown, earlier } = ledTo(spans, at(650))
  expect(earlier).toBe(1)
  expect(shown.map(placed => placed.span)).toEqual(spans.slice(1, 7))
  expect(shown.map(placed => Math.round(placed.left))).toEqual([0, 17, 33, 50, 67, 83])
  expect(shown.map(placed => Math.round(placed.width))).toEqual(Array(6).fill(17))
})

test('noise is left out, a running span reaches to the end, and no spans give no rows', () => {
  const { shown } = ledTo([span(0, 50, true), span(100, null), span(200, 100)], at(1_000))
  expect(shown.map(({ left, width }) => [left, width])).toEqual([
    [0, 100],
    [50, 50],
  ])
  expect(ledTo([], at(0))).toEqual({ shown: [], earlier: 0 })
  expect(ledTo([span(5, 0)], at(9)).shown).toMatchObject([{ left: 0, width: 0 }])
})
