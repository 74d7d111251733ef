import { iso, pageOf, type Row } from './internal.ts'
import type { ApprovalItem, Subject } from './schemas.ts'
import { summary, summaryOfCut } from './summary.ts'

/** Up to this many bytes a list carries the arguments themselves. */
const smallBytes = 8 * 1024

/** Columns of a row in a list. Large texts stay in the database: two hundred rows of them would be 50 MB. */
export const itemColumns = `id, status, revision, tool, agent, environment, trace_id, tool_call_id, digest, risk, requester_label,
  ${iso('requested_at')}, ${iso('expires_at')}, decision_kind, decider_label, ${iso('decided_at')}, ${iso('outcome_at')}, ${iso('updated_at')},
  case when octet_length(subject) <= ${smallBytes} then subject end as small_subject, left(subject, 1200) as subject_head`

export type ItemRow = Pick<
  Row,
  | 'id'
  | 'status'
  | 'revision'
  | 'tool'
  | 'agent'
  | 'environment'
  | 'trace_id'
  | 'tool_call_id'
  | 'digest'
  | 'risk'
  | 'requester_label'
  | 'requested_at'
  | 'expires_at'
  | 'decision_kind'
  | 'decider_label'
  | 'decided_at'
  | 'outcome_at'
> & { updated_at: string; small_subject: string | null; subject_head: string }

export function toItem(row: ItemRow): ApprovalItem {
  const args = row.small_subject === null ? null : (JSON.parse(row.small_subject) as Subject).arguments
  return {
    id: row.id,
    status: row.status,
    revision: row.revision,
    digest: row.digest,
    agent: row.agent,
    tool: row.tool,
    environment: row.environment,
    traceId: row.trace_id,
    toolCallId: row.tool_call_id,
    risk: row.risk,
    requestedBy: row.requester_label,
    requestedAt: row.requested_at,
    expiresAt: row.expires_at,
    url: pageOf(row.id),
    summary: args === null ? summaryOfCut(row.subject_head) : summary(args),
    arguments: args,
    decision:
      row.decision_kind && row.decided_at
        ? { kind: row.decision_kind, by: row.decider_label ?? 'policy', at: row.decided_at }
        : null,
    outcomeAt: row.outcome_at,
    updatedAt: row.updated_at,
  }
}
