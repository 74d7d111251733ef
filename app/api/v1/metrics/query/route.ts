import { queryMetricsContract } from '#lib/domain/metrics/contract.ts'
import { queryMetrics } from '#lib/domain/metrics/query.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(queryMetricsContract, (ctx, { body }) => queryMetrics(ctx, body))
