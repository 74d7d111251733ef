import { Part } from '#components/kit/blocks.tsx'
import type { SpanDetail, SpanItem } from '#lib/domain/traces/schemas.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import styles from './span-detail.module.css'

type Rates = SpanDetail['rates']

/** Where a cost comes from, in words: a computed figure names the price list that made it. */
function sourceOf(span: SpanItem): string {
  if (span.costSource === 'reported') return 'as the client reported'
  if (span.costSource === 'computed') return `computed with ${span.priceVersion ?? 'the price list'}`
  if (span.inputTokens === null && span.outputTokens === null) return 'no tokens to price'
  return span.model ? `no price known for ${span.model}` : 'nothing to price'
}

/** `$0.15 in, $0.075 cached, $0.60 out` for a million tokens each; the cached rate only where it was used. */
function ratesText(rates: Rates, span: SpanItem): string | null {
  if (rates === null) return null
  const parts = [
    rates.input && `${formatUsd(rates.input)} in`,
    rates.cachedInput && (span.cachedInputTokens ?? 0) > 0 && `${formatUsd(rates.cachedInput)} cached`,
    rates.output && `${formatUsd(rates.output)} out`,
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(', ') : null
}

/** Model, tokens and cost of one span; rows nobody knows anything about are left out. */
export function SpanFigures({ span, rates }: { span: SpanItem; rates: Rates }) {
  const hasTokens = span.inputTokens !== null || span.outputTokens !== null
  const isCall = span.kind === 'llm' || span.kind === 'embedding'
  const rows: [string, string | null][] = [
    ['Model', span.model],
    ['Asked for', span.requestModel === span.model ? null : span.requestModel],
    ['Provider', span.provider],
    ['Tool', span.tool],
    ['Call id', span.toolCallId],
    ['First token after', span.timeToFirstTokenMs === null ? null : formatDuration(span.timeToFirstTokenMs)],
    ['Input tokens', hasTokens || isCall ? formatCount(span.inputTokens) : null],
    ['of them cached', span.cachedInputTokens === null ? null : formatCount(span.cachedInputTokens)],
    ['written to the cache', span.cacheWriteTokens ? formatCount(span.cacheWriteTokens) : null],
    ['Output tokens', hasTokens || isCall ? formatCount(span.outputTokens) : null],
    ['of them reasoning', span.reasoningTokens === null ? null : formatCount(span.reasoningTokens)],
    ['Cost', isCall || span.cost !== null ? `${formatUsd(span.cost)}, ${sourceOf(span)}` : null],
    ['per million tokens', ratesText(rates, span)],
    ['In the totals', hasTokens && !span.counted ? 'no: it repeats what the calls below it used' : null],
    ['Span', span.spanId],
  ]
  return (
    <Part title="Figures">
      <dl className={styles.figures}>
        {rows.map(([label, value]) =>
          value === null ? null : (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </Part>
  )
}
