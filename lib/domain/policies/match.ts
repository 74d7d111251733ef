import { squashed } from '#lib/shared/environment.ts'
import { argumentMatches } from './predicates.ts'
import type { callRisks, Policy } from './schemas.ts'

/** A call as policies see it. */
export interface Call {
  agent: string
  tool: string
  environment: string
  /** As the agent and the registry state it. */
  risk: (typeof callRisks)[number]
  arguments: Record<string, unknown>
  /** Labels that the run has touched before, by what it was let do. */
  touched: readonly string[]
  /** Those that its spans tell. They hold back and never let through: an agent writes its spans itself. */
  told: readonly string[]
}

/** What the policies say of a call; each list in the order of their names. */
export interface Matched {
  denies: Policy[]
  requires: Policy[]
  allows: Policy[]
  /** Those that would have applied. */
  shadows: Policy[]
}

/** Which policies apply. Pure. Whether an allow covers what it meets is decided by whoever knows why it was held. */
export function matchPolicies(policies: readonly Policy[], call: Call, now: Date): Matched {
  const about = policies.filter(policy => holds(policy, now) && isAbout(policy, call))
  const enforced = about.filter(({ mode }) => mode === 'enforce')
  const of = (outcome: Policy['outcome']) => enforced.filter(policy => policy.outcome === outcome)
  return {
    denies: of('deny'),
    requires: of('require_approval'),
    allows: of('allow'),
    shadows: about.filter(({ mode }) => mode === 'shadow'),
  }
}

function holds({ enabled, validFrom, validUntil }: Policy, now: Date): boolean {
  if (!enabled) return false
  if (validFrom !== null && Date.parse(validFrom) > now.getTime()) return false
  return validUntil === null || Date.parse(validUntil) > now.getTime()
}

export function isAbout(policy: Policy, call: Call): boolean {
  const lenient = policy.outcome !== 'allow'
  return (
    oneOf(policy.agents, call.agent, lenient) &&
    oneOf(policy.tools, call.tool, lenient) &&
    oneOf(policy.environments, call.environment, lenient) &&
    (policy.risks.length === 0 || policy.risks.includes(call.risk)) &&
    policy.touched.every(label => call.touched.includes(label) || (lenient && call.told.includes(label))) &&
    policy.arguments.every(each => argumentMatches(each, call.arguments, lenient))
  )
}

/** What lets through means exactly that name; what holds back means look-alikes too: a dash must not get around it. */
function oneOf(names: readonly string[], value: string, lenient: boolean): boolean {
  if (names.length === 0 || names.includes(value)) return true
  const alike = squashed(value)
  return lenient && alike !== '' && names.some(name => squashed(name) === alike)
}
