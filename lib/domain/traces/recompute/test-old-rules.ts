import type { CanonicalSpan } from '#lib/domain/traces/canonical.ts'
import { ingestSpans } from '#lib/domain/traces/ingest.ts'
import { normalise } from '#lib/domain/traces/normalise/normalise.ts'
import type { OtlpSpan } from '#lib/domain/traces/otlp/types.ts'
import { priceSpan } from '#lib/domain/traces/pricing/price-span.ts'
import { projectState } from '#lib/domain/traces/testing/project-state.ts'
import type { Context } from '#lib/platform/context.ts'
import { getRecompute, type RecomputeProgress } from './get.ts'
import { startRecompute } from './start.ts'
import { stepRecompute } from './step.ts'

const other = <T>(value: T | null, instead: T): T | null => (value === null ? null : instead)

/** How rules of another version may have read a span: less than today's rules, or differently. */
export const oldRules: Record<string, (span: CanonicalSpan) => CanonicalSpan> = {
  'other tokens': span => ({
    ...span,
    usage: { ...span.usage, input: other(span.usage.input, (span.usage.input ?? 0) + 7), output: null },
    computedCostNanos: other(span.computedCostNanos, 12_345n),
    costParts: null,
    priceVersion: other(span.priceVersion, 'older'),
  }),
  'no usage': span => ({
    ...span,
    usage: Object.fromEntries(Object.keys(span.usage).map(part => [part, null])) as unknown as CanonicalSpan['usage'],
    reportedCostNanos: null,
    computedCostNanos: null,
    costParts: null,
    priceVersion: null,
  }),
  'other kind': span => ({ ...span, kind: span.kind === 'llm' ? 'chain' : 'llm', tool: null, model: null }),
  'other identity': span => ({
    ...span,
    agent: null,
    sessionId: other(span.sessionId, 'old'),
    userId: null,
    release: null,
    tags: ['old'],
  }),
  'other call': span => ({
    ...span,
    responseId: null,
    noise: !span.noise,
    requestModel: other(span.requestModel, 'old'),
    provider: null,
  }),
}

/** Stores spans as other rules would have; `rule` selects the rules of each span, undefined today's. */
export async function ingestByOldRules(
  ctx: Context,
  sent: readonly OtlpSpan[],
  rule: (at: number) => ((span: CanonicalSpan) => CanonicalSpan) | undefined,
): Promise<void> {
  const spans = sent.flatMap(span => normalise(span) ?? []).map(span => priceSpan(span))
  await ingestSpans(
    ctx,
    spans.map((span, i) => rule(i)?.(span) ?? span),
  )
}

export const anyDay = { from: '2000-01-01', to: '2099-12-31' }

interface Hooks {
  worker?: string
  /** Called after each piece. */
  afterPiece?: () => Promise<void>
}

/** Recomputes everything, and returns the result. */
export async function recomputeAll(
  ctx: Context,
  { worker = 'one', afterPiece }: Hooks = {},
): Promise<RecomputeProgress> {
  const { id } = await startRecompute(ctx, anyDay)
  for (;;) {
    const { state } = await stepRecompute(ctx, { id, worker })
    if (state === 'finished') return getRecompute(ctx, { id })
    await afterPiece?.()
  }
}

/** Everything a project holds; the hash of what a span once was decides between its versions and is no figure. */
export async function figuresOf(ctx: Context): Promise<Record<string, unknown[]>> {
  const state = await projectState(ctx)
  const spans = state.span?.map(span => ({ ...(span as Record<string, unknown>), content_hash: null }))
  return { ...state, span: spans ?? [] }
}
