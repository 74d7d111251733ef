import { evaluateContent } from '#lib/domain/guardrails/index.ts'
import type { Context } from '#lib/platform/context.ts'
import type { AskBody, PermitAnswer } from './schemas.ts'

type Looked = NonNullable<PermitAnswer['guardrails']>

/** The results of the guardrails for a content; null if none applies. */
export async function look(
  ctx: Context,
  body: { stage: 'input' | 'output' | 'tool'; content: string } & Partial<
    Pick<AskBody, 'tool' | 'environment' | 'release' | 'traceId' | 'spanId'>
  > & { agent: string },
  dryRun = false,
): Promise<Looked | null> {
  // A retry gets the answer of the permit, not that of the guardrails.
  const looked = await evaluateContent({ ...ctx, remember: undefined }, { body: { ...body, dryRun } })
  return looked.results.length > 0 ? looked : null
}

/** Runs the guardrails on the input of a step, or else on the arguments of its tool. */
export async function lookAtAsk(ctx: Context, body: AskBody): Promise<Looked | null> {
  const { agent, tool, environment, release, traceId, spanId, step, input } = body
  const of = { agent, environment, release, traceId, spanId, ...(step === 'tool' ? { tool } : {}) }
  const before = input === undefined ? null : await look(ctx, { ...of, stage: 'input', content: input }, body.dryRun)
  if (before?.outcome === 'blocked' || step !== 'tool' || body.arguments === undefined) return before
  const args = await look(ctx, { ...of, stage: 'tool', content: JSON.stringify(body.arguments) }, body.dryRun)
  if (before === null || args?.outcome === 'blocked') return args ?? before
  return { ...before, results: [...before.results, ...(args?.results ?? [])] }
}
