import type { DecisionKind, Status } from '#lib/domain/approvals/schemas.ts'
import { denialForRole } from '#lib/domain/list.ts'
import type { Role } from '#lib/shared/permissions.ts'

/** What was on screen when the person began to decide; a refresh must not change it under their hands. */
export interface Intent {
  approvalId: string
  kind: DecisionKind
  revision: number
  digest: string
}

/** A decision that was taken. `waits`: it was one of several approvals, and the request still waits for the others. */
export interface Done {
  kind: DecisionKind
  waits: boolean
}

/** Over the arguments: what they are to a request in this state. */
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

/** Past tense of a decision, over whose name it stands. */
export const decided: Record<DecisionKind, string> = {
  approve: 'Approved',
  edit: 'Edited and approved',
  reject: 'Rejected',
  respond: 'Answered',
}

/** A long id by its ends, as people compare them; whole where it is copied or linked. */
export const shortId = (id: string) => (id.length > 14 ? `${id.slice(0, 6)}…${id.slice(-4)}` : id)

interface Decidable {
  status: string
  expiresAt: string
  allowedDecisions: readonly string[]
  ownVote: boolean
}

/** Why this person may not take this decision now, in one sentence, or null when they may. */
export function denial(approval: Decidable, kind: DecisionKind, role: Role, now: number): string | null {
  const byRole = denialForRole('approvals.decide', role)
  if (byRole) return byRole
  if (approval.status !== 'pending') return `It is ${approval.status} already.`
  if (now > 0 && Date.parse(approval.expiresAt) <= now) return 'It has expired.'
  if (kind === 'approve' && approval.ownVote) return 'You have approved it already; somebody else must, too.'
  if (!approval.allowedDecisions.includes(kind)) return 'The agent does not allow this decision.'
  return null
}

/**
 * What a colleague, another tab, or time did to a request while this person was answering it; null when nothing was.
 * `sent`: this page has sent its answer, and has not heard that it was not taken.
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
    return `It changed while you were deciding: revision ${approval.revision} is shown above, you began with ${intent.revision}. Look again, then decide.`
  const what: Record<string, string> = { expired: 'It expired', cancelled: 'The agent withdrew it' }
  const by = approval.decision?.by === me ? 'You decided elsewhere' : `${approval.decision?.by} decided`
  return `${approval.decision ? by : (what[approval.status] ?? 'It ended')} while you were deciding. Your decision was not recorded.`
}
