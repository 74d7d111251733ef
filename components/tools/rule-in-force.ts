import { applyPolicy } from '#lib/domain/approvals/rules.ts'
import type { Risk } from '#lib/domain/approvals/schemas.ts'
import type { ToolRisk } from '#lib/domain/tools/schemas.ts'

export interface RuleInForce {
  /** Who has to agree, in a few words. */
  short: 'always' | 'in production' | 'never'
  risk: Risk
  production: string
  elsewhere: string
}

interface Judged {
  slug: string
  risk: ToolRisk | null
  knownInProduction: boolean
}

/** When a request for this tool waits for a person, by the policy itself. What an agent declares can only add to it. */
export function ruleInForce({ slug, risk, knownInProduction }: Judged): RuleInForce {
  const registered = { risk, knownInProduction }
  const [production, elsewhere] = ['production', 'elsewhere'].map(environment =>
    applyPolicy({ tool: slug, environment }, registered),
  )
  const held = (answer: typeof production) => answer?.outcome === 'needs_approval'
  return {
    short: held(elsewhere) ? 'always' : held(production) ? 'in production' : 'never',
    risk: production?.risk ?? 'normal',
    production: production?.reasons[0]?.message ?? '',
    elsewhere: elsewhere?.reasons[0]?.message.replace('in elsewhere', 'elsewhere') ?? '',
  }
}
