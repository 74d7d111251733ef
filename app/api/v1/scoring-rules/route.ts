import { scoringRuleConfig } from '#lib/domain/scoring-rules/contract.ts'
import { listScoringRules } from '#lib/domain/scoring-rules/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(scoringRuleConfig.list, listScoringRules)
