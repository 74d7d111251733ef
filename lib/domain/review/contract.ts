import { z } from 'zod'
import { defineContract } from '#lib/shared/contract.ts'
import { finishAnswer, finishBody, nextAnswer, nextBody, queueAnswer } from './schemas.ts'

export const reviewQueueContract = defineContract({
  id: 'review.queue',
  method: 'GET',
  path: '/api/v1/review',
  summary: 'How many traces wait for a person, and how many were reviewed, by rule',
  permission: 'traces.read',
  audit: null,
  response: queueAnswer,
})

export const nextReviewContract = defineContract({
  id: 'review.next',
  method: 'POST',
  path: '/api/v1/review/next',
  summary: 'The trace to review next, kept from others for ten minutes',
  description: 'A trace that the caller has already taken comes first; asking again renews its ten minutes.',
  permission: 'review.score',
  audit: null,
  body: nextBody,
  response: nextAnswer,
})

export const finishReviewContract = defineContract({
  id: 'review.finish',
  method: 'POST',
  path: '/api/v1/review/{id}',
  summary: 'Score a trace that waits for review, or skip it',
  description:
    'The score is stored on the trace with source human. Only once: if somebody else finished or took it, the answer is 409.',
  permission: 'review.score',
  audit: 'review.finished',
  params: z.strictObject({ id: z.string().min(1).max(60) }),
  body: finishBody,
  response: finishAnswer,
  idempotent: true,
  problems: ['not-yours', 'finished'],
  example: { value: 4, comment: 'Right, but slow.' },
})
