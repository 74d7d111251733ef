import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { openSafetyIncidents } from './open-safety-incidents.ts'
import { type GuardrailSpan, guardrailOfSpan } from './read/guardrail-of-span.ts'
import { type Answered, countAnswers } from './record-answers.ts'

/** A guardrail span of a trace, with whose it is. */
export interface SeenGuardrail extends GuardrailSpan {
  /** The same again is the same answer. */
  id: string
  traceId: string
  spanId: string
  agent: string | null
  environment: string | null
  release: string | null
  at: Date
}

/** Keeps what guardrails answered by the traces, each span once, however often it comes. Answers how many were new. */
export async function recordSeen(ctx: Context, spans: readonly SeenGuardrail[]): Promise<number> {
  const rows = spans.flatMap(span => {
    const read = guardrailOfSpan(span)
    const { id, traceId, spanId, agent, environment, release, at } = span
    return read
      ? [{ ...read, id, projectId: ctx.projectId, source: 'traced', traceId, spanId, agent, environment, release, at }]
      : []
  })
  if (rows.length === 0) return 0
  return transaction(ctx.db, async tx => {
    const stored = await tx.prisma.guardrailEvent.createManyAndReturn({ data: rows, skipDuplicates: true })
    await countAnswers(tx, ctx.projectId, stored as (Answered & object)[])
    await openSafetyIncidents(tx, ctx, stored)
    return stored.length
  })
}
