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
  return span.model ? `no price known for ${partsOf(span)}${span.model}` : 'nothing to price'
}

/** What of a call may have no price although its model has one. */
function partsOf(span: SpanItem): string {
  const parts = [
    (span.audioInputTokens || span.audioOutputTokens) && 'audio',
    (span.imageInputTokens || span.imageOutputTokens) && 'images',
    span.cacheWrite1hTokens && '1-hour cache writes',
    span.serviceTier && span.serviceTier !== 'default' && `the ${span.serviceTier} tier`,
  ].filter(Boolean)
  return parts.length > 0 ? `${parts.join(', ')} of ` : ''
}

/** `$0.15 in, $0.075 cached, $0.60 out` for a million tokens each; the rate of a part only where it was used. */
function ratesText(rates: Rates, span: SpanItem): string | null {
  if (rates === null) return null
  const used: [rate: string | null, tokens: number | null, label: string][] = [
    [rates.input, 1, 'in'],
    [rates.cachedInput, span.cachedInputTokens, 'cached'],
    [rates.cacheWrite, (span.cacheWriteTokens ?? 0) - (span.cacheWrite1hTokens ?? 0), 'cache write'],
    [rates.cacheWrite1h, span.cacheWrite1hTokens, 'cache write for 1 hour'],
    [rates.audioInput, span.audioInputTokens, 'audio in'],
    [rates.imageInput, span.imageInputTokens, 'images in'],
    [rates.output, 1, 'out'],
    [rates.audioOutput, span.audioOutputTokens, 'audio out'],
    [rates.imageOutput, span.imageOutputTokens, 'images out'],
  ]
  const parts = used.flatMap(([rate, tokens, label]) => (rate && tokens ? [`${formatUsd(rate)} ${label}`] : []))
  return parts.length > 0 ? parts.join(', ') : null
}

/** Parts of input and output, each in a row of its own where the call had any. */
function partRows(span: SpanItem, side: 'input' | 'output'): [string, string | null][] {
  const some = (tokens: number | null) => (tokens ? formatCount(tokens) : null)
  const known = (tokens: number | null) => (tokens === null ? null : formatCount(tokens))
  if (side === 'output')
    return [
      ['of them reasoning', known(span.reasoningTokens)],
      ['output audio', some(span.audioOutputTokens)],
      ['output images', some(span.imageOutputTokens)],
    ]
  return [
    ['of them cached', known(span.cachedInputTokens)],
    ['written to the cache', some(span.cacheWriteTokens)],
    ['of these for 1 hour', some(span.cacheWrite1hTokens)],
    ['input audio', some(span.audioInputTokens)],
    ['input images', some(span.imageInputTokens)],
  ]
}

/** Model, tokens and cost of one span, without unknown rows. */
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
    ...partRows(span, 'input'),
    ['Output tokens', hasTokens || isCall ? formatCount(span.outputTokens) : null],
    ...partRows(span, 'output'),
    ['Service tier', span.serviceTier],
    ['Cost', isCall || span.cost !== null ? `${formatUsd(span.cost)}, ${sourceOf(span)}` : null],
    ['per million tokens', ratesText(rates, span)],
    ['In the totals', hasTokens && !span.counted ? 'no: it repeats the usage of the calls below it' : null],
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
