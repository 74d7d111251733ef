import type { DecisionKind } from '#lib/domain/approvals/schemas.ts'
import { canonicalJson } from '#lib/shared/canonical-json.ts'
import { escapeText, unescapeText } from '#lib/shared/escaped-text.ts'
import { findInexact } from '#lib/shared/exact-json.ts'
import { findFault } from '#lib/shared/strict-json.ts'

// The rules for what a person writes into the form of a decision. They are loaded with the form, not with the inbox.

/** Checks edited arguments by the rules of a request. Values that JSON would silently drop or round are reported with their place. */
export function parseArguments(text: string): { value: Record<string, unknown> } | { problem: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { problem: error instanceof Error ? error.message : 'Not JSON.' }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { problem: 'The arguments must be a JSON object: { … }.' }
  }
  const fault = findFault(text) ?? findInexact(value)
  if (fault) return { problem: fault.path ? `${fault.path}: ${fault.message}` : fault.message }
  return { value: value as Record<string, unknown> }
}

/** Whether arguments are equal, apart from the order of their names. */
export const sameArguments = (one: unknown, other: unknown) => canonicalJson(one) === canonicalJson(other)

/** What is missing in the form before the decision can be sent; null: nothing. */
export function missing(
  kind: DecisionKind,
  form: { typed: string; comment: string; arguments: string },
  approval: { tool: string; risk: string; arguments: unknown },
): string | null {
  const critical = approval.risk === 'critical' && (kind === 'approve' || kind === 'edit')
  if (kind === 'edit') {
    const parsed = parseArguments(form.arguments)
    if ('problem' in parsed) return parsed.problem
    if (sameArguments(parsed.value, approval.arguments)) return 'Nothing is changed yet.'
  }
  if (kind === 'reject' && form.comment.trim() === '')
    return 'Say why: the agent reads it, and so does the next person.'
  if (kind === 'respond' && form.comment.trim() === '') return 'Write the answer the agent should get.'
  if (critical && unescapeText(form.typed.trim()) !== approval.tool)
    return `Type ${escapeText(approval.tool)} to confirm.`
  return null
}
