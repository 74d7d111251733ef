import { reviewRuleConfig } from '#lib/domain/review-rules/contract.ts'
import { listReviewRules } from '#lib/domain/review-rules/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(reviewRuleConfig.list, listReviewRules)
