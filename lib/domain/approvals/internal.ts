import { audit } from '#lib/platform/audit/write.ts'
import { publicOrigin } from '#lib/platform/auth/origin.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { publish } from '#lib/platform/events/publish.ts'
import { notFound, Problem } from '#lib/shared/problem.ts'
import { canBecome, isSettled } from './rules.ts'
import {
  type Approval,
  type DecisionKind,
  type LateReport,
  type Reason,
  type Risk,
  type Status,
  type Subject,
  statuses,
} from './schemas.ts'

/** The condition of an update that changes the status: that the rules lead there from the one it has. */
export const mayBecome = (to: Status) =>
  `status in (${statuses.flatMap(from => (canBecome(from, to) ? [`'${from}'`] : [])).join(', ')})`

/** As the partial unique index of open asks has it. */
export const isOpen = `status in (${statuses.flatMap(one => (isSettled(one) ? [] : [`'${one}'`])).join(', ')})`

/** Microseconds kept, as the API writes time. */
export const iso = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as ${column}`

/** Columns of an approval as `toApproval` reads them. */
export const columns = `id, status, revision, tool, agent, environment, trace_id, span_id, subject, digest, original_arguments, rationale,
  risk, declared_risk, reasons, policy_version, allowed_decisions, requested_by, requester_label, tool_call_id, ${iso('requested_at')}, ${iso('expires_at')},
  decision_kind, decided_by, decider_label, ${iso('decided_at')}, decision_comment, claim_id, claimed_by, ${iso('claimed_at')},
  ${iso('lease_until')}, outcome_result, outcome_error, ${iso('outcome_at')}, settled_by, settle_note, late_report, claimer_label`

export interface Row {
  id: string
  status: Status
  revision: number
  tool: string
  agent: string
  environment: string
  trace_id: string | null
  span_id: string | null
  subject: string
  digest: string
  original_arguments: string
  rationale: string | null
  risk: Risk
  /** What the agent itself said. */
  declared_risk: Risk
  reasons: Reason[]
  policy_version: string
  allowed_decisions: DecisionKind[]
  requested_by: string
  requester_label: string
  tool_call_id: string | null
  requested_at: string
  expires_at: string
  decision_kind: DecisionKind | null
  decided_by: string | null
  decider_label: string | null
  decided_at: string | null
  decision_comment: string | null
  claim_id: string | null
  claimed_by: string | null
  claimed_at: string | null
  lease_until: string | null
  outcome_result: unknown
  outcome_error: string | null
  outcome_at: string | null
  settled_by: string | null
  settle_note: string | null
  late_report: LateReport | null
  claimer_label: string | null
}

export function toApproval(row: Row): Approval {
  const subject = JSON.parse(row.subject) as Subject
  return {
    id: row.id,
    status: row.status,
    digest: row.digest,
    revision: row.revision,
    subject,
    agent: row.agent,
    tool: row.tool,
    environment: row.environment,
    release: subject.release,
    runId: subject.run,
    traceId: row.trace_id,
    spanId: row.span_id,
    toolCallId: row.tool_call_id,
    arguments: subject.arguments,
    originalArguments: JSON.parse(row.original_arguments),
    rationale: row.rationale,
    risk: row.risk,
    reasons: row.reasons,
    policyVersion: row.policy_version,
    allowedDecisions: row.allowed_decisions,
    requestedBy: row.requester_label,
    requestedAt: row.requested_at,
    expiresAt: row.expires_at,
    url: pageOf(row.id),
    decision: decisionOf(row, subject),
    claim:
      row.claimed_by && row.claimed_at && row.lease_until
        ? { by: row.claimer_label ?? row.claimed_by, at: row.claimed_at, leaseUntil: row.lease_until }
        : null,
    outcome: outcomeOf(row),
    lateReport: row.late_report,
  }
}

/** Address of the page that shows it; absolute where the public address of the instance is configured. */
export const pageOf = (id: string) => `${publicOrigin() ?? ''}/approvals?id=${encodeURIComponent(id)}`

function decisionOf(row: Row, subject: Subject): Approval['decision'] {
  if (row.decision_kind === null || row.decided_at === null) return null
  return {
    kind: row.decision_kind,
    by: row.decider_label ?? 'policy',
    at: row.decided_at,
    comment: row.decision_comment,
    effectiveArguments: subject.arguments,
  }
}

function outcomeOf(row: Row): Approval['outcome'] {
  if ((row.status !== 'executed' && row.status !== 'failed') || row.outcome_at === null) return null
  return {
    status: row.status,
    result: row.outcome_result ?? null,
    error: row.outcome_error,
    at: row.outcome_at,
    settledBy: row.settled_by,
    note: row.settle_note,
  }
}

/** Why a 404 was given to a key of another agent; for the audit, never for the answer. */
export const foreignAgent = Symbol('the key is bound to another agent')

/** Reads one; `lock` keeps it as it is until the transaction ends, so that time and state are judged together. */
export async function findApproval(sql: Sql, ctx: Context, id: string, lock?: 'lock'): Promise<Row> {
  const [row] = await sql.query<Row>(
    `select ${columns} from approval where project_id = $1 and id = $2${lock ? ' for update' : ''}`,
    [ctx.projectId, id],
  )
  if (!row) throw notFound('approval')
  // A key bound to one agent does not learn of the others'.
  if (ctx.actor.kind === 'key' && ctx.actor.agent !== null && ctx.actor.agent !== row.agent) {
    throw new Problem(notFound('approval').fields, { cause: foreignAgent })
  }
  return row
}

/** What every transition leaves behind, in its own transaction: an audit row with the evidence, and the word to whoever waits. */
export async function record(
  sql: Sql,
  ctx: Context,
  action: string,
  before: Row | null,
  row: Row,
  evidence?: unknown,
): Promise<void> {
  await audit(sql, ctx, {
    action,
    object: { type: 'approval', id: row.id },
    before: before === null ? null : stateOf(before),
    after: stateOf(row),
    evidence: { tool: row.tool, agent: row.agent, environment: row.environment, ...(evidence as object) },
  })
  await publish(sql, ctx.projectId, {
    topic: 'approvals',
    type: `approval.${row.status}`,
    ids: [row.id],
    revision: row.revision,
  })
}

const stateOf = ({ status, revision, digest }: Row) => ({ status, revision, digest })
