import { queryMetricsContract } from '#lib/domain/metrics/contract.ts'
import { queryMetrics } from '#lib/domain/metrics/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(queryMetricsContract, queryMetrics)
