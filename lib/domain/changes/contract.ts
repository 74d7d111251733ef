import { defineContract } from '#lib/shared/contract.ts'
import { changesAnswer, changesQuery } from './schemas.ts'

export const listChangesContract = defineContract({
  id: 'changes.list',
  method: 'GET',
  path: '/api/v1/changes',
  summary:
    'What got better or worse: each agent compared with the range of the same length before; agents whose error budget is spent or burning first, then the worst',
  description:
    'Only what is more than noise, and large enough to be news, is called a change. Of the changes in one answer at most one in ten is noise. Read from the rollups.',
  permission: 'project.read',
  audit: null,
  query: changesQuery,
  response: changesAnswer,
})
