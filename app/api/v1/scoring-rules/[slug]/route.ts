import { scoringRuleConfig } from '#lib/domain/scoring-rules/contract.ts'
import { archiveScoringRule, getScoringRule, putScoringRule } from '#lib/domain/scoring-rules/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(scoringRuleConfig.get, getScoringRule)
export const PUT = handle(scoringRuleConfig.put, putScoringRule)
export const DELETE = handle(scoringRuleConfig.archive, archiveScoringRule)
