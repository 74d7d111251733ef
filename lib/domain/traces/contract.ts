import { z } from 'zod'
import { defineContract } from '#lib/shared/contract.ts'
import { spanId, traceId } from '#lib/shared/trace-ids.ts'
import { spanFilter, spanPage, traceFilter, tracePage } from './list-schemas.ts'
import { nativeAnswer, nativeBatch } from './native/schemas.ts'
import { recomputeItem, recomputeList, recomputeRange } from './recompute/schemas.ts'
import { runDetail, spanDetail, traceDetail } from './schemas.ts'
import { scoreAnswer, scoreBody } from './score-schemas.ts'

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

export const sendTracesContract = defineContract({
  id: 'traces.send',
  method: 'POST',
  path: '/api/v1/traces',
  summary: "Store spans in Holdpoint's own form",
  description:
    'For clients without OpenTelemetry. Up to 2,000 spans, of any traces and in any order: all of them are stored and counted when it answers, or none. A span sent again changes nothing, unless it tells more.',
  permission: 'traces.ingest',
  audit: null,
  text: 'clean',
  body: nativeBatch,
  example: {
    spans: [
      {
        traceId: '5b8efff798038103d269b633813fc60c',
        spanId: 'eee19b7ec3c1b174',
        name: 'answer the customer',
        kind: 'llm',
        startedAt: '2026-11-28T12:00:00.000Z',
        endedAt: '2026-11-28T12:00:01.250Z',
        agent: 'support-triage',
        model: 'gpt-5-mini',
        provider: 'openai',
        inputTokens: 1200,
        cachedInputTokens: 1024,
        outputTokens: 85,
        input: 'Where is my order?',
        output: 'It left our warehouse this morning.',
      },
    ],
  },
  response: nativeAnswer,
})

export const getTraceContract = defineContract({
  id: 'traces.get',
  method: 'GET',
  path: '/api/v1/traces/{traceId}',
  summary: 'One trace with its spans',
  permission: 'traces.read',
  audit: null,
  params: z.strictObject({ traceId }),
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
    traceId,
    spanId,
  }),
  response: spanDetail,
})

export const getRunContract = defineContract({
  id: 'traces.run',
  method: 'GET',
  path: '/api/v1/runs/{runId}',
  summary: 'One run that a name or span links make of several traces, with its one total',
  description:
    'A run is named by its client (holdpoint.run.id), or else after its first trace. A trace on its own is not a run here: read the trace.',
  permission: 'traces.read',
  audit: null,
  params: z.strictObject({ runId: z.string().min(1).max(500) }),
  response: runDetail,
})

export const listSpansContract = defineContract({
  id: 'traces.spans',
  method: 'GET',
  path: '/api/v1/spans',
  summary: 'List spans by trace, newest trace first, and by start within a trace',
  description: 'from and to refer to the start of the trace. Payloads are not included: ask for a span.',
  permission: 'traces.read',
  audit: null,
  query: spanFilter,
  response: spanPage,
})

export const createScoreContract = defineContract({
  id: 'scores.create',
  method: 'POST',
  path: '/api/v1/scores',
  summary: 'Score a trace, a span, a session, a run or an eval run; the same id again replaces',
  permission: 'scores.write',
  audit: null,
  body: scoreBody,
  response: scoreAnswer,
  status: 201,
  idempotent: true,
})

export const beginRecomputeContract = defineContract({
  id: 'traces.recompute',
  method: 'POST',
  path: '/api/v1/recomputes',
  summary: 'Recompute stored traces with the current rules and prices',
  description:
    'Traces that were first seen on these days (UTC, both included): tokens, cost, runs and rollups. It runs in the background. The same range again continues where it stopped; after it has finished, nothing is left to change.',
  permission: 'traces.recompute',
  audit: 'recompute.started',
  body: recomputeRange,
  example: { from: '2026-11-01', to: '2026-11-30' },
  response: recomputeItem,
  status: 202,
})

export const listRecomputesContract = defineContract({
  id: 'traces.recomputes',
  method: 'GET',
  path: '/api/v1/recomputes',
  summary: 'The last recomputes and how far each has come',
  permission: 'project.read',
  audit: null,
  response: recomputeList,
})

export const stopRecomputeContract = defineContract({
  id: 'traces.stopRecompute',
  method: 'POST',
  path: '/api/v1/recomputes/{id}/stop',
  summary: 'Stop a recompute; what it has done stays',
  permission: 'traces.recompute',
  audit: 'recompute.stopped',
  params: z.strictObject({ id: z.string().min(1).max(200) }),
  response: recomputeItem,
})
