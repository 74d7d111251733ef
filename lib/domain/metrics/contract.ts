import { defineContract } from '#lib/shared/contract.ts'
import { metricsAnswer, metricsQuery } from './schemas.ts'

export const queryMetricsContract = defineContract({
  id: 'metrics.query',
  method: 'POST',
  path: '/api/v1/metrics/query',
  summary: 'Measures by dimensions and time, from the rollups',
  description:
    'Reads rollups, so it costs the same whatever the number of spans. Sums are exact. Percentiles come from log buckets 10 % wide and are the nearest rank within 4.9 % of its true value.',
  permission: 'project.read',
  audit: null,
  body: metricsQuery,
  example: {
    measures: ['requests', 'errorRate', 'cost'],
    by: ['agent'],
    filter: { environment: 'production' },
    from: '2026-11-23T00:00:00Z',
    to: '2026-11-24T00:00:00Z',
    bucket: 'hour',
  },
  response: metricsAnswer,
})
