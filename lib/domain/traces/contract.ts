import { z } from 'zod'
import { defineContract } from '#lib/shared/contract.ts'
import { traceDetail, traceFilter, tracePage } from './schemas.ts'

export const listTracesContract = defineContract({
  id: 'traces.list',
  method: 'GET',
  path: '/api/v1/traces',
  summary: 'List traces, newest first',
  permission: 'traces.read',
  audit: null,
  query: traceFilter,
  response: tracePage,
})

export const getTraceContract = defineContract({
  id: 'traces.get',
  method: 'GET',
  path: '/api/v1/traces/{traceId}',
  summary: 'One trace with its spans',
  permission: 'traces.read',
  audit: null,
  params: z.strictObject({ traceId: z.string().regex(/^[0-9a-f]{32}$/, '32 lower-case hex digits') }),
  response: traceDetail,
})
