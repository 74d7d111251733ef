import { configContracts } from '#lib/shared/config/contracts.ts'
import { scoringRuleFields } from './schemas.ts'

export const scoringRuleConfig = configContracts({
  name: 'scoring-rule',
  plural: 'scoring-rules',
  fields: scoringRuleFields,
  read: 'evals.read',
  write: 'judges.manage',
  example: { score: 'helpful', agent: 'support-triage', percent: 5, by: 'judge', judge: 'helpfulness' },
})
