import { z } from 'zod'
import { defineContract } from '#lib/shared/contract.ts'
import {
  langfuseBatch,
  langfuseBatchAnswer,
  langfuseScores,
  scoreAnswer,
  scoreBody,
  spanDetail,
  spanFilter,
  spanPage,
  traceDetail,
  traceFilter,
  tracePage,
} from './schemas.ts'

export const listTracesContract = defineContract({
  id: 'traces.list',
  method: 'GET',
  path: '/api/v1/traces',
  summary: 'List traces, newest first unless `sort` says otherwise',
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

export const getSpanContract = defineContract({
  id: 'traces.span',
  method: 'GET',
  path: '/api/v1/traces/{traceId}/spans/{spanId}',
  summary: 'One span with its payload',
  permission: 'traces.read',
  audit: null,
  params: z.strictObject({
    traceId: z.string().regex(/^[0-9a-f]{32}$/, '32 lower-case hex digits'),
    spanId: z.string().regex(/^[0-9a-f]{16}$/, '16 lower-case hex digits'),
  }),
  response: spanDetail,
})

export const listSpansContract = defineContract({
  id: 'traces.spans',
  method: 'GET',
  path: '/api/v1/spans',
  summary: 'List spans: by trace, the newest trace first, and by start within it',
  description: 'from and to are of the start of the trace. Payloads are left out: ask for a span.',
  permission: 'traces.read',
  audit: null,
  query: spanFilter,
  response: spanPage,
})

export const createScoreContract = defineContract({
  id: 'scores.create',
  method: 'POST',
  path: '/api/v1/scores',
  summary: 'Score a trace, a span or a session; the same id again replaces',
  permission: 'scores.write',
  audit: null,
  body: scoreBody,
  response: scoreAnswer,
  status: 201,
})

export const langfuseProjectsContract = defineContract({
  id: 'langfuse.projects',
  method: 'GET',
  path: '/api/public/projects',
  summary: "The key's project, as Langfuse's SDKs ask for it",
  permission: 'traces.ingest',
  audit: null,
  response: z.strictObject({ data: z.array(z.strictObject({ id: z.string(), name: z.string() })) }),
})

export const langfuseScoresContract = defineContract({
  id: 'langfuse.scores',
  method: 'POST',
  path: '/api/public/scores',
  summary: "Scores as Langfuse's SDKs send them, one or a list; the same id again replaces",
  permission: 'scores.write',
  audit: null,
  body: langfuseScores,
  response: z.strictObject({ id: z.string(), ids: z.array(z.string()) }),
})

export const langfuseIngestionContract = defineContract({
  id: 'langfuse.ingestion',
  method: 'POST',
  path: '/api/public/ingestion',
  summary: "Events of Langfuse's older SDKs (Python 2, JavaScript 3): each is taken or refused by itself",
  permission: 'traces.ingest',
  audit: null,
  body: langfuseBatch,
  response: langfuseBatchAnswer,
  status: 207,
  text: 'clean',
})

export const langfuseMediaContract = defineContract({
  id: 'langfuse.media',
  method: 'POST',
  path: '/api/public/media',
  summary: "Answers Langfuse's SDKs that a medium need not be uploaded: media are not kept",
  permission: 'traces.ingest',
  audit: null,
  body: z.looseObject({ sha256Hash: z.string().min(1).max(100) }),
  response: z.strictObject({ mediaId: z.string(), uploadUrl: z.null() }),
})
