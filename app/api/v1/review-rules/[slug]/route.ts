import { reviewRuleConfig } from '#lib/domain/review-rules/contract.ts'
import { archiveReviewRule, getReviewRule, putReviewRule } from '#lib/domain/review-rules/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(reviewRuleConfig.get, getReviewRule)
export const PUT = handle(reviewRuleConfig.put, putReviewRule)
export const DELETE = handle(reviewRuleConfig.archive, archiveReviewRule)
