import { requireJudge, scorerFault } from '#lib/domain/judges/index.ts'
import { configVerbs } from '#lib/platform/config/verbs.ts'
import { invalid } from '#lib/shared/problem.ts'
import { scoringRuleConfig } from './contract.ts'
import { readScoringRule } from './schemas.ts'
import { scorerOf } from './scorer-of.ts'

const verbs = configVerbs(scoringRuleConfig, {
  announce: (what, slug, revision) => ({ topic: 'judges', type: `scoring-rule.${what}`, ids: [slug], revision }),
  check: fields => {
    const rule = readScoringRule(fields)
    const scorer = scorerOf(rule)
    const field = { judge: 'judge', regex: 'pattern', 'json-schema': 'schema' }[rule.by]
    if (scorer === null) throw invalid(`A score by ${rule.by} needs it.`, `body.${field}`)
    const fault = scorerFault(scorer)
    if (fault) throw invalid(fault, `body.${field}`)
  },
  prepare: async (tx, ctx, fields) => {
    const { by, judge } = readScoringRule(fields)
    if (by === 'judge' && judge !== null) await requireJudge(tx, ctx, judge, 'body.judge')
    return fields
  },
})

/** Creates or replaces a rule. It applies to traces that end from then on. */
export const putScoringRule = verbs.put
export const getScoringRule = verbs.get
export const listScoringRules = verbs.list
export const archiveScoringRule = verbs.archive
/** For configuration as one file. */
export const scoringRuleKind = verbs.kind
