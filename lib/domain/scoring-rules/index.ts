/** Server half of the domain. */
export { archiveScoringRule, getScoringRule, listScoringRules, putScoringRule, scoringRuleKind } from './config.ts'
