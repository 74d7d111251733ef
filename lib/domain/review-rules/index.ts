/** The verbs of the domain, for the server. */
export { archiveReviewRule, getReviewRule, listReviewRules, putReviewRule, reviewRuleKind } from './config.ts'
