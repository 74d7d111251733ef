import type { Prisma } from '#lib/platform/db/generated/client.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { pageOf } from './internal.ts'
import type { Arguments } from './item-arguments.ts'
import type { ApprovalItem, DecisionKind, Risk, Status } from './schemas.ts'

/** The columns that a list reads. The subject is left out, because it may be large. */
export const itemColumns = {
  projectId: true,
  id: true,
  status: true,
  revision: true,
  tool: true,
  agent: true,
  environment: true,
  traceId: true,
  toolCallId: true,
  digest: true,
  risk: true,
  requesterLabel: true,
  requestedAt: true,
  expiresAt: true,
  decisionKind: true,
  deciderLabel: true,
  decidedAt: true,
  outcomeAt: true,
  updatedAt: true,
} as const satisfies Prisma.ApprovalSelect

export type ItemRow = Prisma.ApprovalGetPayload<{ select: typeof itemColumns }>

export function toItem(row: ItemRow, args: Arguments): ApprovalItem {
  return {
    id: row.id,
    status: row.status as Status,
    revision: row.revision,
    digest: row.digest,
    agent: row.agent,
    tool: row.tool,
    environment: row.environment,
    traceId: row.traceId,
    toolCallId: row.toolCallId,
    risk: row.risk as Risk,
    requestedBy: row.requesterLabel,
    requestedAt: toRfc3339(row.requestedAt),
    expiresAt: toRfc3339(row.expiresAt),
    url: pageOf(row),
    ...args,
    decision:
      row.decisionKind && row.decidedAt
        ? {
            kind: row.decisionKind as DecisionKind,
            by: row.deciderLabel ?? 'policy',
            at: toRfc3339(row.decidedAt),
          }
        : null,
    outcomeAt: row.outcomeAt && toRfc3339(row.outcomeAt),
    updatedAt: toRfc3339(row.updatedAt),
  }
}
