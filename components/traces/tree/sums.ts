import type { SpanItem } from '#lib/domain/traces/schemas.ts'
import { nanosToUsd } from '#lib/shared/money.ts'
import { totalTokens } from '../parts/tokens.ts'
import { buildTree } from './tree.ts'

/** What a span and everything under it took; null when nobody under it told. */
export interface Sum {
  tokens: number | null
  cost: string | null
}

type Counted = Pick<
  SpanItem,
  'spanId' | 'parentSpanId' | 'startedAt' | 'durationMs' | 'noise' | 'counted' | 'inputTokens' | 'outputTokens' | 'cost'
>

/** Tokens and cost by span with those under it, each model call counted once, as the totals of the trace count them. */
export function sumsBySpan(spans: readonly Counted[]): Map<string, Sum> {
  const { rows } = buildTree(spans, { collapsed: new Set(), showNoise: true })
  const sums = new Map<string, { tokens: number | null; nanos: bigint | null }>()
  const path: string[] = []
  const parents = rows.map(({ span, depth }) => {
    path.length = depth
    path[depth] = span.spanId
    return path[depth - 1]
  })
  for (let at = rows.length - 1; at >= 0; at--) {
    const span = rows[at]?.span
    if (!span) continue
    const below = sums.get(span.spanId) ?? { tokens: null, nanos: null }
    const own = {
      tokens: add(below.tokens, span.counted ? totalTokens(span) : null),
      nanos: add(below.nanos, span.counted && span.cost !== null ? BigInt(span.cost.replace('.', '')) : null),
    }
    sums.set(span.spanId, own)
    const parent = parents[at]
    if (parent === undefined) continue
    const over = sums.get(parent) ?? { tokens: null, nanos: null }
    sums.set(parent, { tokens: add(over.tokens, own.tokens), nanos: add(over.nanos, own.nanos) })
  }
  return new Map(
    [...sums].map(([id, { tokens, nanos }]) => [id, { tokens, cost: nanos === null ? null : nanosToUsd(nanos) }]),
  )
}

function add<T extends number | bigint>(a: T | null, b: T | null): T | null {
  if (a === null || b === null) return a ?? b
  return ((a as number) + (b as number)) as T
}
