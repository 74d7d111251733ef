import { type Matched, requirementOf } from '#lib/domain/policies/index.ts'
import type { Policy } from '#lib/domain/policies/schemas.ts'
import type { Requirement } from '#lib/shared/approval-requirement.ts'
import { type PolicyAnswer, policyVersion } from '../rules.ts'
import type { Reason } from '../schemas.ts'

/** What the seed rules and the project's policies together answer to a call. */
export interface Verdict extends Omit<PolicyAnswer, 'outcome'> {
  outcome: 'allow' | 'needs_approval' | 'deny'
  /** Whose approval the policies require; null: that of any operator. */
  requirement: Requirement | null
  /** The rules that decided, each with its version. */
  policyVersion: string
  /** The policy that allowed the call. One of its uses is to be taken. */
  allowedBy: Policy | null
}

/** The seed rules that no policy can lift. */
const alwaysHeld = new Set(['seed/destructive-actions', 'seed/unreadable-name'])

/**
 * Deny wins over approval, approval over allow. An allow releases a call that is held because no rule covers it or its risk is
 * high. It never releases the seed actions, critical risk, or a name that is not plain ASCII. Pure.
 */
export function combine(seed: PolicyAnswer, { denies, requires, allows, shadows }: Matched): Verdict {
  const told = shadows.map(shadowReason)
  const base = { ...seed, requirement: null, policyVersion, allowedBy: null }
  const by = (policies: readonly Policy[]) =>
    [policyVersion, ...policies.map(({ slug, revision }) => `${slug}@${revision}`)].join(' ')
  if (denies.length > 0)
    return { ...base, outcome: 'deny', reasons: [...denies.map(reasonOf), ...told], policyVersion: by(denies) }
  const fixed = seed.risk === 'critical' || seed.reasons.some(({ rule }) => alwaysHeld.has(rule))
  const lifted = seed.outcome === 'needs_approval' && !fixed && allows.length > 0
  if (requires.length > 0) {
    const own = seed.outcome === 'needs_approval' && !lifted ? seed.reasons : []
    return {
      ...base,
      outcome: 'needs_approval',
      reasons: [...own, ...requires.map(reasonOf), ...told],
      requirement: requirementOf(requires),
      policyVersion: by(requires),
    }
  }
  const [allowedBy] = allows
  if (allowedBy && (lifted || seed.outcome === 'allow'))
    return {
      ...base,
      outcome: 'allow',
      reasons: [reasonOf(allowedBy), ...told],
      policyVersion: by([allowedBy]),
      allowedBy,
    }
  return { ...base, reasons: [...seed.reasons, ...told] }
}

const words = { allow: 'allows this', deny: 'denies this', require_approval: 'asks for approval' } as const

const reasonOf = ({ slug, outcome, message }: Policy): Reason => ({
  rule: `policy/${slug}`,
  message: message ?? `The policy ${slug} ${words[outcome]}.`,
})

const shadowWords = { allow: 'allowed this', deny: 'denied this', require_approval: 'asked for approval' } as const

const shadowReason = ({ slug, outcome }: Policy): Reason => ({
  rule: `shadow/${slug}`,
  message: `In shadow: the policy ${slug} would have ${shadowWords[outcome]}.`,
})
