import { z } from 'zod'
import { instant } from '#lib/shared/instant.ts'
import { everybody } from './rules.ts'

export const agentName = z.string().min(1).max(200)
export const environmentName = z.string().min(1).max(200)

export const allocationItem = z
  .strictObject({
    agent: z.string(),
    environment: z.string(),
    baseline: z.string().meta({ description: 'The release that serves' }),
    candidate: z.string().nullable().meta({ description: 'The release that a rollout tries; null: none' }),
    weightBps: z.int().min(0).max(everybody).meta({ description: 'Share of the candidate in basis points' }),
    seed: z.string().meta({ description: 'With it a client computes the same answers itself' }),
    rolloutId: z.string().nullable(),
    revision: z.int(),
    updatedAt: instant,
    updatedBy: z.string(),
  })
  .meta({ id: 'Allocation' })

export const allocationsAnswer = z
  .strictObject({ items: z.array(allocationItem).meta({ description: 'By agent and environment' }) })
  .meta({ id: 'Allocations' })

export const serveBody = z.strictObject({
  release: z.string().min(1).max(200).meta({ description: 'A registered release of this agent' }),
  reason: z.string().trim().min(1).max(1_000),
  expectedRevision: z.int().min(0).optional().meta({ description: 'The revision that you read; 0: none yet' }),
})
