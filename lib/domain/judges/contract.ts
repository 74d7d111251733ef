import { configContracts } from '#lib/shared/config/contracts.ts'
import { defineContract } from '#lib/shared/contract.ts'
import { labelAnswer, labelBody } from './label-schemas.ts'
import { judgeFields, judgeReport } from './schemas.ts'

export const judgeConfig = configContracts({
  name: 'judge',
  plural: 'judges',
  fields: judgeFields,
  read: 'evals.read',
  write: 'judges.manage',
  example: {
    url: 'https://api.openai.com/v1',
    model: 'gpt-5-mini',
    key: 'sk-…',
    inputUsdPerMillion: '0.25',
    outputUsdPerMillion: '2',
    dailyUsd: '5',
  },
})

export const judgeReportContract = defineContract({
  id: 'judges.report',
  method: 'GET',
  path: '/api/v1/judges/{slug}/report',
  summary: 'How far a judge agrees with people, what it cost, and what is waiting for it, by version',
  permission: 'evals.read',
  audit: null,
  params: judgeConfig.get.params,
  response: judgeReport,
})

export const labelOutputContract = defineContract({
  id: 'judges.label',
  method: 'PUT',
  path: '/api/v1/judges/{slug}/labels',
  summary:
    'Mark a judge’s score of an eval output as right or wrong. Only people can; it counts towards the judge’s agreement with people',
  permission: 'judges.label',
  audit: 'judge.labelled',
  params: judgeConfig.get.params,
  body: labelBody,
  response: labelAnswer,
  example: { evalRunId: 'evr_01k', scenario: 'disk-full', criterion: 'accuracy', agrees: false },
})
