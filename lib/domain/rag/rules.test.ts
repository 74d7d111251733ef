import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { documentsOf } from './documents.ts'
import { driftOf, type Seen } from './drift.ts'
import { meansOf, retrievalOf } from './retrieval.ts'
import { checksOf, type Evidence, verdictOf } from './rules.ts'
import { checkBody, pipelineFields } from './schemas.ts'

describe('figures of a retrieval', () => {
  // By hand: DCG 1/log2(3) + 1/log2(5) over the ideal 1 + 1/log2(3) + 1/2.
  test.each([
    [['a', 'b', 'c', 'd'], ['b', 'd', 'z'], 4, [2 / 3, 0.5, 0.5, 0.498189]],
    [['a', 'b'], ['a'], 5, [1, 0.2, 1, 1]],
    [['x', 'a'], ['a'], 1, [0, 0, 0, 0]],
    [['a', 'a', 'b'], ['a', 'b'], 2, [1, 1, 1, 1]],
    [[], ['a'], 3, [0, 0, 0, 0]],
    [['a', 'b'], ['a', 'b', 'c', 'd'], 2, [0.5, 1, 1, 1]],
  ])('%j of %j at %i', (retrieved, expected, k, [recall, precision, reciprocalRank, ndcg]) => {
    const figures = retrievalOf(retrieved, expected, k)
    expect(figures.recall).toBeCloseTo(recall ?? 0, 5)
    expect(figures.precision).toBeCloseTo(precision ?? 0, 5)
    expect(figures.reciprocalRank).toBeCloseTo(reciprocalRank ?? 0, 5)
    expect(figures.ndcg).toBeCloseTo(ndcg ?? 0, 5)
  })
  test('without a query nothing is known', () => expect(meansOf([])).toMatchObject({ recall: null, hitRate: null }))
})

const registered = z.object(pipelineFields).parse({
  ...{ embeddingModel: 'e3', chunkSize: 800, chunkOverlap: 100 },
  ...{ indexBuiltAt: '2026-11-20T00:00:00Z', documentsUpdatedAt: '2026-11-19T00:00:00Z' },
})
const stated = {
  ...{ pipeline: 'docs', embeddingModel: 'e3', chunkSize: 800, chunkOverlap: 100, k: 5 },
  ...{ promptDiff: '+ be brief', abEvalRunIds: ['a', 'b'] as [string, string] },
}
const good = { pairs: 50, delta: 0, interval: [-0.01, 0.01] as [number, number], outcome: 'as-good' as const }
const whole: Evidence = { stated, registered, queries: 50, recall: 0.81, compared: good }

describe('the five checks', () => {
  test('pass on whole evidence', () => expect(verdictOf(checksOf(whole))).toBe('pass'))
  test.each<[string, string, Partial<Evidence>, Partial<Evidence['stated']>, 'fail' | 'lacks_evidence']>([
    ['embedding-model', 'another model', {}, { embeddingModel: 'e2' }, 'fail'],
    ['embedding-model', 'unstated', {}, { embeddingModel: undefined }, 'lacks_evidence'],
    [
      'embedding-model',
      'an index by another model',
      { registered: { ...registered, indexEmbeddingModel: 'old' } },
      {},
      'fail',
    ],
    ['recall', 'exactly at the threshold', { recall: 0.8 }, {}, 'fail'],
    ['recall', '49 queries, however good', { queries: 49, recall: 1 }, {}, 'lacks_evidence'],
    ['recall', 'no k', { recall: null }, { k: undefined }, 'lacks_evidence'],
    ['index-fresh', 'built before the stated update', {}, { documentsUpdatedAt: '2026-11-21T00:00:00Z' }, 'fail'],
    ['index-fresh', 'built at the moment of the update', {}, { indexBuiltAt: '2026-11-19T00:00:00Z' }, 'fail'],
    [
      'index-fresh',
      'an older update hides no later one',
      {},
      { indexBuiltAt: '2026-11-18T12:00:00Z', documentsUpdatedAt: '2026-11-18T00:00:00Z' },
      'fail',
    ],
    ['index-fresh', 'nobody knows', { registered: { ...registered, indexBuiltAt: null } }, {}, 'lacks_evidence'],
    ['chunks', 'another overlap', {}, { chunkOverlap: 0 }, 'fail'],
    ['chunks', 'half stated', {}, { chunkOverlap: undefined }, 'lacks_evidence'],
    ['prompt-ab', 'no diff', {}, { promptDiff: undefined }, 'lacks_evidence'],
    ['prompt-ab', 'runs that cannot be compared', { compared: null }, {}, 'lacks_evidence'],
    ['prompt-ab', 'worse', { compared: { ...good, outcome: 'worse' } }, {}, 'fail'],
    ['prompt-ab', 'open', { compared: { ...good, outcome: 'open' } }, {}, 'lacks_evidence'],
  ])('%s: %s', (name, _why, of, more, expected) => {
    const checks = checksOf({ ...whole, ...of, stated: { ...stated, ...more } })
    expect(checks.filter(check => check.result !== 'pass')).toMatchObject([{ name, result: expected }])
    expect(verdictOf(checks)).toBe(expected)
  })
  test('what production uses is unknown for a pipeline that is not registered', () => {
    const lacking = checksOf({ ...whole, registered: null }).filter(({ result }) => result === 'lacks_evidence')
    expect(lacking.map(({ name }) => name)).toEqual(['embedding-model', 'index-fresh', 'chunks'])
  })
})

test('a query that appears twice or expects nothing is named', () => {
  const query = { id: 'q', retrieved: [], expected: ['a'] }
  const paths = (queries: object[]) =>
    checkBody.safeParse({ pipeline: 'p', queries }).error?.issues.map(issue => issue.path.join('.'))
  expect(paths([query, query])).toEqual(['queries.1.id'])
  expect(paths([{ ...query, expected: [] }])).toEqual(['queries.0.expected'])
})

const seen = (of: Partial<Seen>): Seen => ({ told: 0, empty: 0, scored: 0, scoreSum: 0, scoreSum2: 0, ...of })
const fresh = { indexBuiltAt: '2026-11-20T00:00:00Z', documentsUpdatedAt: '2026-11-19T00:00:00Z' }

describe('drift', () => {
  test.each([
    ['as before', seen({ told: 100, empty: 2 }), seen({ told: 700, empty: 14 }), 'steady'],
    ['ten times as many', seen({ told: 100, empty: 20 }), seen({ told: 700, empty: 14 }), 'drifting'],
    ['too few to tell', seen({ told: 10, empty: 10 }), seen({ told: 700, empty: 14 }), 'unknown'],
    ['fewer than before', seen({ told: 100, empty: 0 }), seen({ told: 700, empty: 140 }), 'steady'],
  ])('empty retrievals: %s', (_why, now, before, status) =>
    expect(driftOf(now, before, fresh)[0]).toMatchObject({ status }),
  )
  test('falling scores are drift; scattered ones are not', () => {
    const scores = (mean: number, spread: number, n: number) =>
      seen({ scored: n, scoreSum: mean * n, scoreSum2: n * (mean ** 2 + spread ** 2) })
    expect(driftOf(scores(0.6, 0.1, 200), scores(0.7, 0.1, 900), fresh)[1]).toMatchObject({ status: 'drifting' })
    expect(driftOf(scores(0.69, 0.2, 60), scores(0.7, 0.2, 900), fresh)[1]).toMatchObject({ status: 'steady' })
  })
  test('an index older than its documents is stale', () => {
    const [, , stale] = driftOf(seen({}), seen({}), { ...fresh, indexBuiltAt: '2026-11-18T00:00:00Z' })
    expect(stale).toMatchObject({ status: 'drifting' })
  })
})

test.each([
  [
    {
      'retrieval.documents.0.document.id': 'a',
      'retrieval.documents.0.document.score': 0.5,
      'retrieval.documents.1.document.score': '0.9',
    },
    null,
    { count: 2, best: 0.9 },
  ],
  [{ 'gen_ai.retrieval.documents': '[{"id":"a","score":0.4}]' }, null, { count: 1, best: 0.4 }],
  [{}, '[]', { count: 0, best: null }],
  [{}, '{"matches":[{"score":0.1}]}', { count: 1, best: 0.1 }],
  [{}, 'nothing found', null],
  [{}, null, null],
])('documents in %j and %j', (attributes, output, expected) =>
  expect(documentsOf(attributes, output)).toEqual(expected),
)
