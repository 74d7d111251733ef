import { defineContract } from '#lib/shared/contract.ts'
import { checklistAnswer } from './schemas.ts'

export const getChecklistContract = defineContract({
  id: 'checklist.get',
  method: 'GET',
  path: '/api/v1/checklist',
  summary: 'Whether the team is ready to let its agents work in production: eight points, each measured',
  description:
    'A point is met where nothing of it is missing, partly met where some of it is there, and missing otherwise. Agents are those that traces of the last seven days name.',
  permission: 'project.read',
  audit: null,
  response: checklistAnswer,
})
