import type { DecisionKind, Status } from '#lib/domain/approvals/schemas.ts'
import { denialForRole } from '#lib/domain/list.ts'
import type { Role } from '#lib/shared/permissions.ts'

/** What was on screen when the person began to decide. A refresh of the page must not change it. */
export interface Intent {
  approvalId: string
  kind: DecisionKind
  revision: number
  digest: string
}

/** A decision that was recorded. `waits`: it was one of several approvals, and the request still waits for the others. */
export interface Done {
  kind: DecisionKind
  waits: boolean
}

/** The title over the arguments, by the status of the request. */
export const argumentsTitles: Record<Status, string> = {
  pending: 'What will run',
  approved: 'What will run',
  claimed: 'What is running',
  executed: 'What ran',
  failed: 'What was tried',
  unknown: 'What may have run',
  rejected: 'What was asked for',
  expired: 'What was asked for',
  cancelled: 'What was asked for',
  superseded: 'What was asked for',
}

/** A decision in the past tense, as it is shown before the name of who decided. */
export const decided: Record<DecisionKind, string> = {
  approve: 'Approved',
  edit: 'Edited and approved',
  reject: 'Rejected',
  respond: 'Answered',
}

/** Shortens a long id to its two ends, by which people compare ids. Copies and links have the whole id. */
export const shortId = (id: string) => (id.length > 14 ? `${id.slice(0, 6)}…${id.slice(-4)}` : id)

interface Decidable {
  status: string
  expiresAt: string
  allowedDecisions: readonly string[]
  ownVote: boolean
}

/** Why this person may not make this decision now, in one sentence; null: they may. */
export function denial(approval: Decidable, kind: DecisionKind, role: Role, now: number): string | null {
  const byRole = denialForRole('approvals.decide', role)
  if (byRole) return byRole
  if (approval.status !== 'pending') return `The request is already ${approval.status}.`
  if (now > 0 && Date.parse(approval.expiresAt) <= now) return 'The request has expired.'
  if (kind === 'approve' && approval.ownVote) return 'You have already approved it. Somebody else must approve it too.'
  if (!approval.allowedDecisions.includes(kind)) return 'The agent does not accept this decision.'
  return null
}

/**
 * What happened to a request while this person was deciding on it: by a colleague, in another tab, or by time. Null: nothing.
 * `sent`: this page has sent its decision, and the server has not said that it was not accepted.
 */
export function overtaken(
  approval: { status: string; revision: number; decision: { by: string } | null },
  intent: { revision: number },
  me: string,
  sent: boolean,
): string | null {
  if (approval.revision === intent.revision) return null
  if (sent && (approval.status === 'pending' || approval.decision?.by === me)) return null
  if (approval.status === 'pending')
    return `The request changed while you were deciding: revision ${approval.revision} is shown above, you began with ${intent.revision}. Look at it again, then decide.`
  const what: Record<string, string> = { expired: 'The request expired', cancelled: 'The request was withdrawn' }
  const by = approval.decision?.by === me ? 'You decided elsewhere' : `${approval.decision?.by} decided`
  return `${approval.decision ? by : (what[approval.status] ?? 'The request ended')} while you were deciding. Your decision was not recorded.`
}
