/** The verbs of the domain, for the server. */
export { archiveScoringRule, getScoringRule, listScoringRules, putScoringRule, scoringRuleKind } from './config.ts'
