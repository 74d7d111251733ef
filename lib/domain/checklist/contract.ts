import { defineContract } from '#lib/shared/contract.ts'
import { checklistAnswer } from './schemas.ts'

export const getChecklistContract = defineContract({
  id: 'checklist.get',
  method: 'GET',
  path: '/api/v1/checklist',
  summary: 'Whether the team is ready to let its agents work in production: eight points, each measured',
  description:
    'A point is met if nothing is missing, partly met if something is there, and missing otherwise. Agents are those named by traces of the last seven days.',
  permission: 'project.read',
  audit: null,
  response: checklistAnswer,
})
