import type { z } from 'zod'
import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { moveItem } from './schemas.ts'

export type MoveRow = Prisma.PromptLabelMoveModel
export type LabelRow = Prisma.PromptLabelModel

export const toMove = (row: MoveRow): z.input<typeof moveItem> => ({
  ...{ id: row.id, label: row.label, fromVersion: row.fromVersion, toVersion: row.toVersion },
  state: row.state as 'done' | 'waiting' | 'refused',
  ...{ reason: row.reason, approvalId: row.approvalId, result: row.result, askedBy: row.askedBy },
  ...{ askedAt: toRfc3339(row.askedAt), settledAt: row.settledAt && toRfc3339(row.settledAt) },
})

export const findLabel = (
  { prisma }: Reader,
  { projectId }: Pick<Context, 'projectId'>,
  name: string,
  label: string,
): Promise<LabelRow | null> =>
  prisma.promptLabel.findUnique({ where: { projectId_name_label: { projectId, name, label } } })
