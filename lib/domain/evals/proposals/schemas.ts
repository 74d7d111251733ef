import { z } from 'zod'
import { pageOf, paging } from '#lib/shared/paging.ts'
import { traceId } from '#lib/shared/trace-ids.ts'
import { name, time } from '../schemas.ts'

const proposalStates = ['waiting', 'accepted', 'dismissed'] as const

export const proposalItem = z
  .strictObject({
    id: z.string(),
    suite: name,
    traceId: z.string(),
    why: z.enum(['failed', 'low-score', 'person']),
    note: z.string().nullable(),
    state: z.enum(proposalStates),
    input: z.string().nullable().meta({ description: 'The beginning of the agent’s input' }),
    output: z.string().nullable().meta({ description: 'The beginning of its answer' }),
    proposedAt: time,
    proposedBy: z.string(),
    decidedAt: time.nullable(),
    decidedBy: z.string().nullable(),
    scenario: name.nullable().meta({ description: 'Its id in the suite, once it is accepted' }),
  })
  .meta({ id: 'EvalProposal' })
export type ProposalItem = z.output<typeof proposalItem>
export const proposalPage = pageOf(proposalItem)
export const proposalQuery = z.strictObject({
  suite: name.optional(),
  traceId: traceId.optional(),
  state: z.enum(proposalStates).default('waiting'),
  ...paging,
})

export const proposeBody = z.strictObject({ suite: name, traceId, note: z.string().max(2_000).optional() })
export const acceptBody = z.strictObject({
  scenario: name.optional().meta({ description: 'Its id; default: made from the trace' }),
  input: z.string().min(1).max(100_000).optional().meta({ description: 'Instead of the input of the trace' }),
  expectedOutput: z.string().min(1).max(100_000).optional(),
  expectedFindings: z.array(z.string().trim().min(1).max(2_000)).max(100).optional(),
  tags: z.array(z.string().trim().min(1).max(100)).max(50).optional(),
})
