import { expect, test } from 'vitest'
import { langfuseScore } from './schemas.ts'
import { scoreRow } from './scores.ts'

const of = (score: object) => scoreRow(langfuseScore.parse({ id: 'sc', name: 'quality', traceId: 't', ...score }))

test.each([
  [{ value: 0.4 }, { dataType: 'numeric', value: 0.4, label: null }],
  [
    { value: 1, dataType: 'BOOLEAN' },
    { dataType: 'boolean', value: 1, label: null },
  ],
  [{ value: false }, { dataType: 'boolean', value: 0, label: null }],
  [{ value: 'polite' }, { dataType: 'categorical', value: null, label: 'polite' }],
  [
    { value: 'polite', dataType: 'CATEGORICAL' },
    { dataType: 'categorical', value: null, label: 'polite' },
  ],
  // Free text must not become a row of the rollups each.
  [
    { value: 'say it shorter', dataType: 'TEXT', comment: 'Ann' },
    { dataType: 'categorical', value: null, label: 'text', comment: 'say it shorter\nAnn' },
  ],
  [
    { value: 'so', dataType: 'CORRECTION' },
    { label: 'correction', comment: 'so' },
  ],
  [{ value: 1, source: 'ANNOTATION' }, { source: 'human' }],
  [{ value: 1 }, { source: 'code' }],
  [{ value: 1, timestamp: '2026-11-24T12:00:00.5Z' }, { atUs: Date.UTC(2026, 10, 24, 12) * 1000 + 500_000 }],
  [
    { value: 1, traceId: null, sessionId: 's' },
    { traceId: null, spanId: null, sessionId: 's' },
  ],
  // With both it is of the trace.
  [{ value: 1, sessionId: 's' }, { sessionId: null }],
])('%j', (score, row) => {
  expect(of(score)).toMatchObject(row)
})

test.each([
  [{ name: 'q', value: 'high', dataType: 'NUMERIC', traceId: 't' }, 'value'],
  [{ name: 'q', value: 2, dataType: 'BOOLEAN', traceId: 't' }, 'value'],
  [{ name: 'q', value: 2, dataType: 'CATEGORICAL', traceId: 't' }, 'value'],
  [{ name: 'q', value: 'x'.repeat(201), traceId: 't' }, 'value'],
  [{ name: 'q', value: null, traceId: 't' }, 'value'],
  [{ name: ' ', value: 1, traceId: 't' }, 'name'],
  [{ name: 'q', value: 1 }, 'traceId'],
  [{ name: 'q', value: 1, observationId: 'o', sessionId: 's' }, 'traceId'],
  [{ name: 'q', value: 1, datasetRunId: 'r' }, 'traceId'],
  [{ name: 'q', value: 1, traceId: 't', timestamp: 'now' }, 'timestamp'],
])('%j names the field', (score, field) => {
  expect(langfuseScore.safeParse(score).error?.issues[0]?.path).toEqual([field])
})
