import { readRule } from '#lib/domain/review/schemas.ts'
import { configVerbs } from '#lib/platform/config/verbs.ts'
import { invalid } from '#lib/shared/problem.ts'
import { reviewRuleConfig } from './contract.ts'

const verbs = configVerbs(reviewRuleConfig, {
  announce: (what, slug, revision) => ({ topic: 'review', type: `review.${what}`, ids: [slug], revision }),
  check: fields => {
    const { pick, percent, scoreName, below } = readRule(fields)
    if (pick === 'sample' && percent === null) throw invalid('A sample needs a share of the traces.', 'body.percent')
    if (pick === 'sample') return
    if (scoreName === null) throw invalid('Say which score must be low: its name is needed.', 'body.scoreName')
    if (below === null) throw invalid('Say below which value it is low.', 'body.below')
  },
})

/** Creates or replaces a rule. It applies to traces that come from then on. */
export const putReviewRule = verbs.put
export const getReviewRule = verbs.get
export const listReviewRules = verbs.list
export const archiveReviewRule = verbs.archive
/** For configuration as one file. */
export const reviewRuleKind = verbs.kind
