import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawnMarkers, namesAt } from './markers.ts'

const day = { from: 0, to: 240, bucketMs: 10 }
const drawn = (...markers: [at: number, label: string][]) =>
  drawnMarkers({ ...day, markers: markers.map(([at, label]) => ({ at, label })) })

test('a marker is on its bucket; a marker outside the range is not drawn', () => {
  expect(drawn([37, '1.2'], [-1, '1.0'], [240, '2.0'])).toEqual([
    { at: 30, names: ['1.2'], label: '1.2', beforeLine: false },
  ])
})

test('dense markers share a label that counts them; each keeps its line and its names', () => {
  const markers = drawn([10, 'a'], [12, 'b'], [20, 'c'], [100, 'd'])
  expect(markers.map(({ at, label }) => [at, label])).toEqual([
    [10, 'a + 2'],
    [20, null],
    [100, 'd'],
  ])
  expect(namesAt({ markers }, 10)).toBe('a, b')
  expect(namesAt({ markers }, 20)).toBe('c')
  expect(namesAt({ markers }, 50)).toBeNull()
})

test('a label near the right end stands left of its line, and a long name is cut', () => {
  expect(drawn([230, 'x'])[0]).toMatchObject({ beforeLine: true })
  expect(drawn([0, 'a-release-named-after-a-whole-sentence'])[0]?.label).toHaveLength(24)
})

test('two labels never lie over each other', () => {
  const markers = drawn([120, 'incident-responder 0.15.2'], [180, 'code-agent 1.9.0'], [230, 'code-agent 1.9.1'])
  expect(markers.map(({ label, beforeLine }) => [label, beforeLine])).toEqual([
    ['incident-responder 0.15… + 2', false],
    [null, false],
    [null, false],
  ])
})

test('no marker is lost, and at least one is named where there are any', () => {
  const marker = fc.record({ at: fc.integer({ min: 0, max: 239 }), label: fc.string({ minLength: 1 }) })
  fc.assert(
    fc.property(fc.array(marker, { maxLength: 40 }), markers => {
      const all = drawnMarkers({ ...day, markers })
      expect(all.flatMap(each => each.names).sort()).toEqual(markers.map(each => each.label).sort())
      if (all.length > 0) expect(all.some(each => each.label !== null)).toBe(true)
    }),
  )
})
