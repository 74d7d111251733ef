/** Server half of the domain. */
export { archiveReviewRule, getReviewRule, listReviewRules, putReviewRule, reviewRuleKind } from './config.ts'
