import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { nanosToUsd } from '#lib/shared/money.ts'

/** Tokens, and US dollars as a decimal string. */
interface Figures {
  inputTokens: number
  outputTokens: number
  cost: string
}

/** How far a recompute has come, and what it has changed. */
export interface RecomputeProgress {
  days: number
  daysDone: number
  /** When it began. */
  tracesTotal: number
  traces: number
  tracesChanged: number
  spans: number
  spansChanged: number
  /** Spans left as they were: they could not be read again. */
  spansUnread: number
  before: Figures
  after: Figures
}

export async function getRecompute(ctx: Context, { id }: { id: string }): Promise<RecomputeProgress> {
  await authorize(ctx, 'traces.recompute')
  return progressOf(ctx, id)
}

export async function progressOf(ctx: Context, id: string): Promise<RecomputeProgress> {
  const where = { projectId: ctx.projectId, recomputeId: id }
  const { _sum: sum, _count: days } = await ctx.db.prisma.recomputeDay.aggregate({
    where,
    _count: true,
    _sum: {
      traces: true,
      tracesTotal: true,
      tracesChanged: true,
      spans: true,
      spansChanged: true,
      spansUnread: true,
      inputBefore: true,
      inputAfter: true,
      outputBefore: true,
      outputAfter: true,
      costBefore: true,
      costAfter: true,
    },
  })
  return {
    days,
    daysDone: await ctx.db.prisma.recomputeDay.count({ where: { ...where, done: true } }),
    tracesTotal: sum.tracesTotal ?? 0,
    traces: sum.traces ?? 0,
    tracesChanged: sum.tracesChanged ?? 0,
    spans: sum.spans ?? 0,
    spansChanged: sum.spansChanged ?? 0,
    spansUnread: sum.spansUnread ?? 0,
    before: figures(sum.inputBefore, sum.outputBefore, sum.costBefore),
    after: figures(sum.inputAfter, sum.outputAfter, sum.costAfter),
  }
}

function figures(input: bigint | null, output: bigint | null, cost: bigint | null): Figures {
  return { inputTokens: Number(input ?? 0n), outputTokens: Number(output ?? 0n), cost: nanosToUsd(cost ?? 0n) }
}
