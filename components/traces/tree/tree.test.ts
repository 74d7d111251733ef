import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildTree, focusRows, type TreeSpan } from './tree.ts'

const span = (
  spanId: string,
  parentSpanId: string | null,
  atMs: number,
  durationMs: number | null = 1,
  noise = false,
): TreeSpan => ({
  spanId,
  parentSpanId,
  startedAt: new Date(atMs).toISOString(),
  durationMs,
  noise,
})
const all = { collapsed: new Set<string>(), showNoise: false }
const shape = (spans: TreeSpan[], options = all) =>
  buildTree(spans, options).rows.map(row => `${'.'.repeat(row.depth)}${row.span.spanId}`)

test('parents come first, siblings by start, whatever the order of arrival', () => {
  expect(shape([span('c', 'a', 30), span('b', 'a', 20), span('a', null, 10), span('d', 'b', 25)])).toEqual([
    'a',
    '.b',
    '..d',
    '.c',
  ])
})

test('a span without its parent is a root and says so', () => {
  const { rows } = buildTree([span('x', 'never-came', 5)], all)
  expect(rows).toMatchObject([{ depth: 0, orphan: true }])
})

test('framework messages are folded, and their children move up', () => {
  const spans = [span('a', null, 0), span('n', 'a', 1, 1, true), span('b', 'n', 2)]
  expect(shape(spans)).toEqual(['a', '.b'])
  expect(buildTree(spans, all).hiddenNoise).toBe(1)
  expect(shape(spans, { ...all, showNoise: true })).toEqual(['a', '.n', '..b'])
})

test('a collapsed span hides what is below it', () => {
  const spans = [span('a', null, 0), span('b', 'a', 1), span('c', 'b', 2), span('d', null, 3)]
  expect(shape(spans, { ...all, collapsed: new Set(['a']) })).toEqual(['a', 'd'])
})

test('offsets keep microseconds', () => {
  const late = { ...span('b', null, 0), startedAt: '1970-01-01T00:00:00.000250Z' }
  expect(buildTree([span('a', null, 0), late], all).rows[1]?.offsetMs).toBe(0.25)
})

test('every span shows exactly once, loops included, and depth grows by at most one', () => {
  const id = fc.integer({ min: 0, max: 12 }).map(String)
  const spans = fc.uniqueArray(fc.record({ id, parent: fc.option(id), at: fc.nat(1000) }), {
    selector: each => each.id,
  })
  fc.assert(
    fc.property(spans, list => {
      const { rows } = buildTree(
        list.map(each => span(each.id, each.parent, each.at)),
        all,
      )
      expect(rows.map(row => row.span.spanId).sort()).toEqual(list.map(each => each.id).sort())
      for (const [i, row] of rows.entries()) expect(row.depth).toBeLessThanOrEqual((rows[i - 1]?.depth ?? -1) + 1)
    }),
  )
})

test('a chain of 20,000 spans is built without recursion', () => {
  const chain = Array.from({ length: 20_000 }, (_, i) => span(String(i), i === 0 ? null : String(i - 1), i))
  expect(buildTree(chain, all).rows.at(-1)?.depth).toBe(19_999)
})

test('10,000 spans below 10,000 folded messages take a walk through them once', () => {
  const chain = Array.from({ length: 10_000 }, (_, i) => span(`n${i}`, i === 0 ? 'a' : `n${i - 1}`, i, 1, true))
  const calls = Array.from({ length: 10_000 }, (_, i) => span(`c${i}`, 'n9999', i))
  const { rows } = buildTree([span('a', null, 0), ...chain, ...calls], all)
  expect(rows).toHaveLength(10_001)
  expect(rows.at(-1)?.depth).toBe(1)
})

test('spans below a loop of folded messages are roots', () => {
  const ring = [span('n', 'm', 0, 1, true), span('m', 'n', 0, 1, true)]
  expect(shape([...ring, span('a', 'n', 1), span('b', 'a', 2)])).toEqual(['a', '.b'])
  expect(shape([span('a', 'n', 1), span('n', 'a', 0, 1, true), span('b', 'n', 2)])).toEqual(['a', '.b'])
})

test('matches are shown below the spans above them, which are marked as not matching', () => {
  const spans = [
    span('a', null, 10),
    span('b', 'a', 20),
    span('c', 'b', 30),
    span('d', 'b', 40),
    span('e', 'a', 50),
    span('f', null, 60),
    span('g', 'f', 70),
  ]
  const found = (ids: string) =>
    focusRows(buildTree(spans, all).rows, ({ spanId }) => ids.includes(spanId)).map(
      ({ span: { spanId }, depth, matched }) => `${'.'.repeat(depth)}${spanId}${matched ? '!' : ''}`,
    )
  expect(found('cd')).toEqual(['a', '.b', '..c!', '..d!'])
  expect(found('bdg')).toEqual(['a', '.b!', '..d!', 'f', '.g!'])
  expect(found('f')).toEqual(['f!'])
  expect(found('')).toEqual([])
})
