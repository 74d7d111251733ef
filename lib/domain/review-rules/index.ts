/** Server half of the domain. */
export { archiveReviewRule, getReviewRule, listReviewRules, putReviewRule } from './config.ts'
