import { z } from 'zod'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { notFound } from '#lib/shared/problem.ts'
import type { RolloutView } from './engine/advance.ts'
import { type GateResult, gateNames, type Progress, type Strategy } from './engine/types.ts'

export type RolloutRow = Prisma.RolloutModel

/** When a phase began and ended, in milliseconds. */
export interface Span {
  step: number
  from: number
  to: number | null
}

const proposalSchema = z.object({
  action: z.enum(['promote', 'skip-gate']),
  gate: z.enum(gateNames).nullable(),
  byId: z.string(),
  by: z.string(),
  reason: z.string(),
})
export type Proposal = z.output<typeof proposalSchema>

export async function findRollout({ prisma }: Reader, projectId: string, id: string): Promise<RolloutRow> {
  const row = await prisma.rollout.findUnique({ where: { projectId_id: { projectId, id } } })
  if (!row) throw notFound('rollout')
  return row
}

// Only this domain writes these columns, and always with every field.
export const viewOf = ({ progress, strategy }: Pick<RolloutRow, 'progress' | 'strategy'>): RolloutView => ({
  progress: progress as unknown as Progress,
  strategy: strategy as unknown as Strategy,
})
/** The channels that are told about it. Rollouts from before there were channels have none. */
export const channelsOf = ({ strategy }: Pick<RolloutRow, 'strategy'>): readonly string[] =>
  (strategy as { channels?: string[] }).channels ?? []
export const spansOf = ({ spans }: Pick<RolloutRow, 'spans'>): Span[] => spans as unknown as Span[]
export const gatesOf = ({ gates }: Pick<RolloutRow, 'gates'>): GateResult[] => gates as unknown as GateResult[]
export const proposalOf = ({ proposal }: Pick<RolloutRow, 'proposal'>): Proposal | null =>
  proposal === null ? null : proposalSchema.parse(proposal)
export const json = (value: unknown) => value as Prisma.InputJsonValue
