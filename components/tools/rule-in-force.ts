import { applyPolicy } from '#lib/domain/approvals/rules.ts'
import type { Risk } from '#lib/domain/approvals/schemas.ts'
import type { ToolRisk } from '#lib/domain/tools/schemas.ts'

export interface Answer {
  held: boolean
  risk: Risk
  why: string
}

interface RuleInForce {
  /** Where a person has to agree. */
  short: 'always' | 'in production' | 'never'
  production: Answer
  elsewhere: Answer
}

interface Judged {
  slug: string
  risk: ToolRisk | null
  knownInProduction: boolean
}

/** When the policy makes a request for this tool wait for a person. What an agent declares can only add to that. */
export function ruleInForce(judged: Judged): RuleInForce {
  const [production, elsewhere] = [answerIn('production', judged), answerIn('elsewhere', judged)]
  return { short: elsewhere.held ? 'always' : production.held ? 'in production' : 'never', production, elsewhere }
}

function answerIn(environment: string, { slug, risk, knownInProduction }: Judged): Answer {
  const answer = applyPolicy({ tool: slug, environment }, { risk, knownInProduction })
  const why = answer.reasons[0]?.message ?? ''
  return {
    held: answer.outcome === 'needs_approval',
    risk: answer.risk,
    why: why.replace('in elsewhere', 'elsewhere'),
  }
}
