import { reviewRuleFields } from '#lib/domain/review/schemas.ts'
import { configContracts } from '#lib/shared/config/contracts.ts'

export const reviewRuleConfig = configContracts({
  name: 'review-rule',
  plural: 'review-rules',
  fields: reviewRuleFields,
  read: 'traces.read',
  write: 'review.manage',
  example: { pick: 'sample', percent: 5, agent: 'support-triage', ask: 'helpful', answer: 'boolean' },
})
