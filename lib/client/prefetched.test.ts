import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test, vi } from 'vitest'
import { noteNews, PrefetchedAnswers, usePrefetched } from './prefetched.ts'

let found: ReturnType<typeof usePrefetched<string>>
function Part({ of }: { of: readonly unknown[] }) {
  found = usePrefetched<string>(of)
  return null
}

/** What a part of a page is given under a key. */
function given(queryKey: readonly unknown[]) {
  const answers = [{ queryKey: ['agents.list', { query: { limit: 20 } }], data: 'three agents' }]
  renderToString(createElement(PrefetchedAnswers, { answers }, createElement(Part, { of: queryKey })))
  return found
}

test('a part finds the answer of its own key only, whatever is unset in it', () => {
  expect(given(['agents.list', { query: { environment: undefined, limit: 20 } }])?.initialData).toBe('three agents')
  expect(given(['agents.list', { query: { environment: 'production', limit: 20 } }])).toBeUndefined()
})

test('what the server read counts as fresh until the stream tells of a change: what hydrates later reads again', () => {
  vi.stubGlobal('window', globalThis)
  const ageOf = () => given(['agents.list', { query: { limit: 20 } }])?.initialDataUpdatedAt()
  expect(ageOf()).toBe(performance.timeOrigin)
  noteNews()
  expect(ageOf()).toBe(0)
  vi.unstubAllGlobals()
})
