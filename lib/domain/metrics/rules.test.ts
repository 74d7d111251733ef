import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bucketMs, buckets } from '#lib/shared/bucket.ts'
import { isProblem } from '#lib/shared/problem.ts'
import { checkQuery, maxBuckets, rangeOf } from './rules.ts'
import { metricsQuery } from './schemas.ts'

const query = (input: object) =>
  metricsQuery.parse({ measures: ['spans'], from: '2026-01-05T10:00:00Z', to: '2026-01-05T12:00:00Z', ...input })

function fieldOf(call: () => unknown): string | undefined {
  try {
    call()
  } catch (error) {
    if (isProblem(error)) return error.fields.field
  }
  return undefined
}

test.each([
  ['to before from', { to: '2026-01-05T09:00:00Z' }, 'body.to'],
  ['to equals from', { to: '2026-01-05T10:00:00Z' }, 'body.to'],
  ['longer than 400 days', { from: '2024-01-01T00:00:00Z', bucket: 'day' }, 'body.from'],
  ['too many minutes', { from: '2026-01-03T00:00:00Z', bucket: 'minute' }, 'body.bucket'],
  ['too many hours', { from: '2025-10-01T00:00:00Z', bucket: 'hour' }, 'body.bucket'],
])('%s is invalid and named', (_, input, field) => expect(fieldOf(() => rangeOf(query(input)))).toBe(field))

test.each([
  ['a figure of runs by model', { measures: ['spans', 'runs'], by: ['model'] }, 'body.measures.1'],
  ['cost per request of a tool', { measures: ['costPerRequest'], filter: { tool: 'search' } }, 'body.measures.0'],
  ['runs by agent', { measures: ['runs'], by: ['agent'] }, undefined],
  ['requests by model', { measures: ['requests'], by: ['model'] }, undefined],
  ['cost per request of a provider', { measures: ['costPerRequest'], by: ['provider'] }, 'body.measures.0'],
  ['other costs by model', { measures: ['otherCost'], by: ['model'] }, 'body.measures.0'],
  ['all costs of a tool', { measures: ['cost', 'totalCost'], filter: { tool: 't' } }, 'body.measures.1'],
  ['all costs by user', { measures: ['totalCost', 'otherCost'], by: ['user'] }, undefined],
  ['all costs of a request by user', { measures: ['totalCostPerRequest'], by: ['user'] }, 'body.measures.0'],
  ['the kind of other costs by user', { measures: ['otherCost'], by: ['user', 'costKind'] }, 'body.by.1'],
  ['other costs by kind', { measures: ['otherCost', 'otherCostRecords'], by: ['costKind', 'agent'] }, undefined],
  ['all costs by kind of other cost', { measures: ['otherCost', 'totalCost'], by: ['costKind'] }, 'body.measures.1'],
  ['runs by kind of other cost', { measures: ['runs'], by: ['costKind'] }, 'body.measures.0'],
  ['traces by agent', { measures: ['spans', 'traces'], by: ['agent'] }, 'body.measures.1'],
  ['cost by user and environment', { measures: ['cost', 'traces'], by: ['user', 'environment'] }, undefined],
  ['cost by user and model', { measures: ['cost'], by: ['user', 'model'] }, 'body.by.1'],
  ['cost by user of an agent', { measures: ['cost'], by: ['user'], filter: { agent: 'a' } }, 'body.filter.agent'],
  ['cost by user of a session', { measures: ['cost'], by: ['user'], filter: { session: 's' } }, 'body.filter.session'],
  ['requests by user', { measures: ['cost', 'requests'], by: ['user'] }, 'body.measures.1'],
  ['runs by tag', { measures: ['runs'], filter: { tag: 'a' } }, 'body.measures.0'],
  ['minutes by session', { measures: ['cost'], by: ['session'], bucket: 'minute' }, 'body.bucket'],
  ['scores beside requests by agent', { measures: ['requests', 'scoreMean'], by: ['agent', 'release'] }, undefined],
  ['scores by their name and source', { measures: ['scoreMean'], by: ['scoreName', 'scoreSource'] }, undefined],
  ['requests by the name of a score', { measures: ['scores', 'requests'], by: ['scoreName'] }, 'body.measures.1'],
  ['requests of one score', { measures: ['requests'], filter: { scoreName: 'quality' } }, 'body.measures.0'],
  ['scores by model', { measures: ['scores'], by: ['scoreName', 'model'] }, 'body.by.1'],
  ['scores of a tool', { measures: ['scores'], filter: { tool: 'search' } }, 'body.filter.tool'],
  ['scores by user', { measures: ['scoreMean'], by: ['user'] }, 'body.measures.0'],
  ['scored traces by agent and name', { measures: ['scores', 'scoredShare'], by: ['agent', 'scoreName'] }, undefined],
  ['scored traces by source alone', { measures: ['scoredTraces'], by: ['scoreSource'] }, 'body.by.0'],
  ['scored traces by word', { measures: ['scores', 'scoredTraces'], by: ['scoreName', 'scoreLabel'] }, 'body.by.1'],
  ['scored traces of a model', { measures: ['tracesBegun'], filter: { model: 'm' } }, 'body.filter.model'],
  ['scored traces by user', { measures: ['scoredShare'], by: ['user'] }, 'body.measures.0'],
  [
    'scored traces of two names together',
    { measures: ['scoredShare'], filter: { scoreName: ['a', 'b'] } },
    'body.filter.scoreName',
  ],
  [
    'scored traces of two names apart',
    { measures: ['scoredShare'], by: ['scoreName'], filter: { scoreName: ['a', 'b'] } },
    undefined,
  ],
  ['how scores are spread', { measures: ['scores'], by: ['scoreName', 'scoreValue'] }, undefined],
  ['the mean of a bin', { measures: ['scores', 'scoreMean'], by: ['scoreValue'] }, 'body.measures.1'],
  ['bins by label', { measures: ['scores'], by: ['scoreValue', 'scoreLabel'] }, 'body.by.1'],
  ['the first by what is not asked', { measures: ['cost'], top: { by: 'spans', limit: 3 } }, 'body.top.by'],
  ['the first by a rate', { measures: ['errorRate'], top: { by: 'errorRate', limit: 3 } }, 'body.top.by'],
  ['the first of each hour', { measures: ['cost'], bucket: 'hour', top: { by: 'cost', limit: 3 } }, 'body.top'],
])('%s', (_, input, field) => expect(fieldOf(() => checkQuery(query(input)))).toBe(field))

test.each([
  [{ measures: [] }],
  [{ measures: ['spans', 'spans'] }],
  [{ measures: ['nothing'] }],
  [{ by: ['colour'] }],
  [{ by: ['agent', 'agent'] }],
  [{ filter: { agent: [] } }],
  [{ filter: { color: 'red' } }],
  [{ from: 'yesterday' }],
])('%j is not a valid query', input => {
  const whole = { measures: ['spans'], from: '2026-01-05T10:00:00Z', to: '2026-01-05T12:00:00Z', ...input }
  expect(metricsQuery.safeParse(whole).success).toBe(false)
})

test('without buckets: minutes at both ends of the range and hours between', () => {
  const { segments } = rangeOf(query({ from: '2026-01-05T10:30:20Z', to: '2026-01-05T13:01:00Z' }))
  expect(segments.map(each => [each.grainSeconds, new Date(each.from).toISOString().slice(11, 16)])).toEqual([
    [60, '10:30'],
    [3600, '11:00'],
    [60, '13:00'],
  ])
})

test('histograms use weeks, which begin on Thursdays', () => {
  const { segments, binSegments } = rangeOf(query({ from: '2026-01-05T00:00:00Z', to: '2026-01-24T01:00:00Z' }))
  const shown = (list: typeof segments) =>
    list.map(each => [each.grainSeconds, new Date(each.from).toISOString().slice(5, 13)])
  expect(shown(binSegments)).toEqual([
    [86_400, '01-05T00'],
    [604_800, '01-08T00'],
    [86_400, '01-22T00'],
    [3600, '01-24T00'],
  ])
  expect(shown(segments)).toEqual([
    [86_400, '01-05T00'],
    [3600, '01-24T00'],
  ])
})

test('the parts join without gap or overlap, cover the range, and have whole buckets', () => {
  const at = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 0, 20) })
  const lengths = fc.oneof(fc.integer({ min: 1, max: 86_400_000 }), fc.integer({ min: 1, max: 40 * 86_400_000 }))
  fc.assert(
    fc.property(at, lengths, fc.constantFrom(...buckets), (from, length, bucket) => {
      fc.pre(bucket === 'none' || length <= (maxBuckets - 2) * bucketMs[bucket])
      const iso = (ms: number) => new Date(ms).toISOString()
      const range = rangeOf({ from: iso(from), to: iso(from + length), bucket })
      expect(range.from).toBeLessThanOrEqual(from)
      expect(range.to).toBeGreaterThanOrEqual(from + length)
      for (const segments of [range.segments, range.binSegments]) {
        let end = range.from
        for (const segment of segments) {
          expect(segment.from).toBe(end)
          expect(segment.to).toBeGreaterThan(segment.from)
          for (const edge of [segment.from, segment.to]) expect(edge % (segment.grainSeconds * 1000)).toBe(0)
          end = segment.to
        }
        expect(end).toBe(range.to)
      }
    }),
  )
})

test('the largest number of buckets is allowed', () => {
  const to = new Date(Date.parse('2026-01-05T10:00:00Z') + maxBuckets * 60_000).toISOString()
  expect(rangeOf(query({ bucket: 'minute', to })).segments).toHaveLength(1)
})
