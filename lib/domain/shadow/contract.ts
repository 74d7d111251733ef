import { defineContract } from '#lib/shared/contract.ts'
import { reportAnswer, reportBody, shadowAnswerSchema, shadowQuery } from './schemas.ts'

export const reportPairsContract = defineContract({
  id: 'shadow.report',
  method: 'POST',
  path: '/api/v1/shadow-pairs',
  summary: 'Report both answers to the same requests',
  description: 'Safe to repeat: a request has one pair for each arm. A score that comes later is added to its pair.',
  permission: 'shadow.report',
  audit: null,
  body: reportBody,
  response: reportAnswer,
  problems: ['not-possible'],
  example: {
    rollout: 'rol_01',
    pairs: [
      {
        ...{ requestId: 'req-1', input: 'Where is my parcel?', production: { output: 'In Vienna.', score: 0.9 } },
        shadow: { output: 'In Graz.', score: 0.4, toolCalls: [{ tool: 'send_email', intercepted: true }] },
      },
    ],
  },
})

export const getShadowContract = defineContract({
  id: 'shadow.get',
  method: 'GET',
  path: '/api/v1/shadow-pairs',
  summary: 'The answers of a rollout’s shadow beside production',
  permission: 'project.read',
  audit: null,
  query: shadowQuery,
  response: shadowAnswerSchema,
})
