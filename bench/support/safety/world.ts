import { breakerConfig } from '#lib/domain/breakers/contract.ts'
import { putBreaker } from '#lib/domain/breakers/index.ts'
import { budgetConfig } from '#lib/domain/budgets/contract.ts'
import { putBudget } from '#lib/domain/budgets/index.ts'
import { askPermit, tellPermit } from '#lib/domain/permits/index.ts'
import type { AskBody } from '#lib/domain/permits/schemas.ts'
import type { Context } from '#lib/platform/context.ts'

/** A step that an agent wants to take, at a second of the story. */
export interface Call {
  at: number
  agent: string
  run: string
  tool?: string
  usd: number
  fails: boolean
  ms: number
}

export interface Outcome {
  asked: number
  through: number
  failed: number
  denied: number
  fallback: number
  /** Second of the first denial, and the rule that gave it. */
  actedAt: number | null
  rule: string | null
  /** Second of the first step that was allowed again afterwards. */
  letThroughAt: number | null
  usd: number
  /** Seconds that agents waited for calls that failed. */
  wasted: number
}

const none: Outcome = {
  ...{ asked: 0, through: 0, failed: 0, denied: 0, fallback: 0, usd: 0, wasted: 0 },
  ...{ actedAt: null, rule: null, letThroughAt: null },
}

const took = (sum: Outcome, call: Call): Outcome => ({
  ...sum,
  through: sum.through + 1,
  failed: sum.failed + (call.fails ? 1 : 0),
  usd: Math.round((sum.usd + call.usd) * 1e9) / 1e9,
  wasted: sum.wasted + (call.fails ? call.ms / 1000 : 0),
})

/** What would happen if nobody asked. */
export function unguarded(calls: readonly Call[]): Outcome {
  let sum = none
  for (const call of calls) sum = took(sum, call)
  return { ...sum, asked: calls.length }
}

interface Moving extends Context {
  clock: Context['clock'] & { set(now: Date): void }
}

/** The same calls, each asked for and reported on at its time. */
export async function guarded(ctx: Moving, calls: readonly Call[], begin: number): Promise<Outcome> {
  let sum = none
  for (const call of calls) {
    ctx.clock.set(new Date(begin + call.at * 1000))
    const { id, decision, reasons } = await askPermit(ctx, { body: asked(call) })
    sum = { ...sum, asked: sum.asked + 1 }
    if (decision === 'allow' && id !== null) {
      sum = took(sum, call)
      if (sum.actedAt !== null && sum.letThroughAt === null && !call.fails) sum = { ...sum, letThroughAt: call.at }
      ctx.clock.set(new Date(begin + call.at * 1000 + call.ms))
      await tellPermit(ctx, {
        params: { id },
        body: { status: call.fails ? 'error' : 'ok', usage: { usd: call.usd.toFixed(9) }, durationMs: call.ms },
      })
      continue
    }
    const first = sum.actedAt === null ? { actedAt: call.at, rule: reasons[0]?.rule ?? decision } : {}
    sum = { ...sum, ...first, denied: sum.denied + 1, fallback: sum.fallback + (decision === 'fallback' ? 1 : 0) }
  }
  return sum
}

const asked = ({ agent, run, tool, usd }: Call): AskBody => ({
  ...{ agent, runId: run, environment: 'staging', estimate: { usd: usd.toFixed(9) } },
  ...(tool === undefined ? { step: 'llm' } : { step: 'tool', tool }),
})

export async function setBudget(ctx: Context, slug: string, fields: object): Promise<void> {
  const body = budgetConfig.put.body?.parse(fields)
  if (body) await putBudget(ctx, { params: { slug }, body })
}

export async function setBreaker(ctx: Context, slug: string, fields: object): Promise<void> {
  const body = breakerConfig.put.body?.parse(fields)
  if (body) await putBreaker(ctx, { params: { slug }, body })
}
