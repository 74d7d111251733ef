import { z } from 'zod'
import { defineContract } from '#lib/shared/contract.ts'
import { sessionDetail, sessionFilter, sessionPage } from './schemas.ts'

export const listSessionsContract = defineContract({
  id: 'sessions.list',
  method: 'GET',
  path: '/api/v1/sessions',
  summary: 'List sessions, most recently active first unless `sort` says otherwise',
  description:
    'A session is what traces name as one: a conversation, or the work of one user. Its totals are kept with every trace.',
  permission: 'traces.read',
  audit: null,
  query: sessionFilter,
  response: sessionPage,
})

export const getSessionContract = defineContract({
  id: 'sessions.get',
  method: 'GET',
  path: '/api/v1/sessions/{sessionId}',
  summary: 'One session with its totals; `GET /api/v1/traces?session=…` lists its traces',
  permission: 'traces.read',
  audit: null,
  params: z.strictObject({ sessionId: z.string().min(1).max(500) }),
  response: sessionDetail,
})
