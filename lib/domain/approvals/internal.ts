import { publicOrigin } from '#lib/platform/auth/origin.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Reader, Tx } from '#lib/platform/db/transaction.ts'
import type { Requirement } from '#lib/shared/approval-requirement.ts'
import { invalid, notFound, Problem } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { CheckedCall } from './requirement/check-rules.ts'
import { openStatuses, statusesBefore } from './rules.ts'
import type { Approval, DecisionKind, LateReport, Reason, Risk, Status, Subject } from './schemas.ts'

/** An approval as it is stored. For Prisma these columns are text and JSON; here they have the types of what we write. */
export type Row = Omit<Prisma.ApprovalModel, keyof Words> & Words

interface Words {
  status: Status
  risk: Risk
  /** The risk that the agent declared. */
  declaredRisk: Risk
  reasons: Reason[]
  allowedDecisions: DecisionKind[]
  decisionKind: DecisionKind | null
  lateReport: LateReport | null
  requirement: Requirement | null
}

export const asRow = (row: Prisma.ApprovalModel) => row as unknown as Row

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
    traceId: row.traceId,
    spanId: row.spanId,
    toolCallId: row.toolCallId,
    arguments: subject.arguments,
    originalArguments: JSON.parse(row.originalArguments),
    rationale: row.rationale,
    risk: row.risk,
    reasons: row.reasons,
    policyVersion: row.policyVersion,
    allowedDecisions: row.allowedDecisions,
    requestedBy: row.requesterLabel,
    requestedAt: toRfc3339(row.requestedAt),
    expiresAt: toRfc3339(row.expiresAt),
    url: pageOf(row),
    callbackUrl: row.callbackUrl,
    decision: decisionOf(row, subject),
    claim: claimOf(row),
    outcome: outcomeOf(row),
    lateReport: row.lateReport,
  }
}

/** The call of a request as the rules check it: its present arguments, and the risk that the agent declared. */
export function callOf(row: Row): CheckedCall {
  const { arguments: args, run } = JSON.parse(row.subject) as Subject
  const { agent, tool, environment, declaredRisk } = row
  return { agent, tool, environment, arguments: args, risk: declaredRisk, run }
}

/** The address of its page. It is absolute if the public address of the instance is configured. */
export const pageOf = ({ projectId, id }: { projectId: string; id: string }) =>
  `${publicOrigin() ?? ''}/approvals?id=${encodeURIComponent(id)}&project=${encodeURIComponent(projectId)}`

function decisionOf(row: Row, subject: Subject): Approval['decision'] {
  if (row.decisionKind === null || row.decidedAt === null) return null
  return {
    kind: row.decisionKind,
    by: row.deciderLabel ?? 'policy',
    at: toRfc3339(row.decidedAt),
    comment: row.decisionComment,
    effectiveArguments: subject.arguments,
  }
}

function claimOf({ claimedBy, claimerLabel, claimedAt, leaseUntil }: Row): Approval['claim'] {
  if (claimedBy === null || claimedAt === null || leaseUntil === null) return null
  return { by: claimerLabel ?? claimedBy, at: toRfc3339(claimedAt), leaseUntil: toRfc3339(leaseUntil) }
}

function outcomeOf(row: Row): Approval['outcome'] {
  if ((row.status !== 'executed' && row.status !== 'failed') || row.outcomeAt === null) return null
  return {
    status: row.status,
    result: row.outcomeResult ?? null,
    error: row.outcomeError,
    at: toRfc3339(row.outcomeAt),
    settledBy: row.settledBy,
    note: row.settleNote,
  }
}

/** Why a key of another agent was answered 404. It goes into the audit log, never into the answer. */
export const foreignAgent = Symbol('the key is bound to another agent')

/** Throws 422 to a key that is bound to another agent. */
export function requireOwnAgent({ actor }: Context, agent: string): void {
  if (actor.kind !== 'key' || actor.agent === null || actor.agent === agent) return
  const { fields } = invalid(`This key may only ask for the agent ${actor.agent}.`, 'body.agent')
  throw new Problem(fields, { cause: foreignAgent })
}

export async function findApproval({ prisma }: Reader, ctx: Context, id: string): Promise<Row> {
  const row = await prisma.approval.findUnique({ where: { projectId_id: { projectId: ctx.projectId, id } } })
  return visibleTo(ctx, row && asRow(row))
}

/** Throws 404 if there is no such approval, or the key is bound to another agent. */
export function visibleTo({ actor }: Context, row: Row | null): Row {
  if (!row) throw notFound('approval')
  if (actor.kind === 'key' && actor.agent !== null && actor.agent !== row.agent) {
    throw new Problem(notFound('approval').fields, { cause: foreignAgent })
  }
  return row
}

/** The open request with this tool call id and this digest, or null. */
export async function findOpenAsk(
  { prisma }: Reader,
  projectId: string,
  toolCallId: string | null,
  askedDigest: string,
): Promise<Row | null> {
  const row = await prisma.approval.findFirst({
    where: { projectId, toolCallId, askedDigest, status: { in: openStatuses } },
  })
  return row && asRow(row)
}

type Change = Prisma.ApprovalUpdateManyMutationInput
type Condition = Prisma.ApprovalWhereInput

/** Changes a row and increments its revision, if it meets a condition. Null: it does not, and nothing was changed. */
export async function update(tx: Tx, row: Row, now: Date, change: Change, condition: Condition): Promise<Row | null> {
  const [changed] = await tx.prisma.approval.updateManyAndReturn({
    where: { projectId: row.projectId, id: row.id, AND: condition },
    data: { ...change, revision: { increment: 1 }, updatedAt: now },
  })
  return changed ? asRow(changed) : null
}

/** Changes the status, if the present status allows it and the row meets the condition. Otherwise null. */
export const become = (tx: Tx, row: Row, to: Status, now: Date, change: Change = {}, condition: Condition = {}) =>
  update(tx, row, now, { ...change, status: to }, { AND: [{ status: { in: statusesBefore(to) } }, condition] })

/** Adds a request. Null: a unique index found an open one with this tool call id and this digest. */
export async function insertApproval(tx: Tx, data: Prisma.ApprovalCreateManyInput): Promise<Row | null> {
  const [row] = await tx.prisma.approval.createManyAndReturn({ data: [data], skipDuplicates: true })
  return row ? asRow(row) : null
}
