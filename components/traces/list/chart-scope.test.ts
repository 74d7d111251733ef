import { expect, test } from 'vitest'
import { metricsQuery } from '#lib/domain/metrics/schemas.ts'
import { chartScope } from './chart-scope.ts'

test('requests, by the filters that rollups have', () => {
  const scope = chartScope({ agent: 'support', environment: 'production', release: null })
  expect(scope).toMatchObject({
    filter: { agent: 'support', environment: 'production' },
    titles: { count: 'Agent requests' },
    measures: { count: 'requests', p95: 'requestLatencyP95' },
    unknown: [],
  })
})

test('calls where a model or tool is filtered, because a request can use several', () => {
  expect(chartScope({ model: 'gpt-4o' })).toMatchObject({
    titles: { count: 'Calls of gpt-4o' },
    says: 'The charts count calls of gpt-4o, not traces.',
    measures: { count: 'spans', failed: 'errors', p95: 'latencyP95' },
  })
  expect(chartScope({ tool: 'search', agent: 'a' }).filter).toEqual({ tool: 'search', agent: 'a' })
})

test('a filter that the rollups do not know is named', () => {
  const { unknown, says, filter } = chartScope({ session: 's', text: 'refund', agent: 'a' })
  expect(unknown).toEqual(['text', 'session'])
  expect(filter).toEqual({ agent: 'a' })
  expect(says).toBe(
    'Without the filters text, session: the charts count all requests of this range, not only those in the list.',
  )
  expect(chartScope({ run: 'x', tool: 'find' }).says).toMatch(
    /^Without the filter run: the charts count all calls of find /,
  )
})

test('every scope is a query the API takes', () => {
  for (const filters of [{}, { model: 'm', tool: 't' }, { agent: 'a', framework: 'f', environment: 'e' }]) {
    const { filter, measures } = chartScope(filters)
    const query = {
      measures: Object.values(measures),
      filter,
      from: '2026-01-01T00:00:00Z',
      to: '2026-01-02T00:00:00Z',
    }
    expect(metricsQuery.safeParse(query).success).toBe(true)
  }
})
