import { breakerConfig } from '#lib/domain/breakers/contract.ts'
import { putBreaker } from '#lib/domain/breakers/index.ts'
import { budgetConfig } from '#lib/domain/budgets/contract.ts'
import { putBudget } from '#lib/domain/budgets/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { askPermit, tellPermit } from './index.ts'
import type { AskBody, OutcomeBody } from './schemas.ts'

/** What an agent asks in these tests by default. */
const question: AskBody = { agent: 'runner', runId: 'run-1', step: 'llm', environment: 'staging' }

export const ask = (ctx: Context, more: Partial<AskBody> = {}) => askPermit(ctx, { body: { ...question, ...more } })

export const tell = (ctx: Context, id: string | null, more: Partial<OutcomeBody> = {}) =>
  tellPermit(ctx, { params: { id: id ?? '' }, body: { status: 'ok', ...more } })

export async function setBudget(ctx: Context, slug: string, fields: Record<string, unknown>): Promise<void> {
  const body = budgetConfig.put.body?.parse(fields)
  if (body) await putBudget(ctx, { params: { slug }, body })
}

export async function setBreaker(ctx: Context, slug: string, fields: Record<string, unknown>): Promise<void> {
  const body = breakerConfig.put.body?.parse(fields)
  if (body) await putBreaker(ctx, { params: { slug }, body })
}
