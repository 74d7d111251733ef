import type { DearTrace } from '#lib/domain/costs/schemas.ts'
import { formatCompact, formatCount, plural } from '#lib/shared/numbers.ts'

type Reason = DearTrace['reasons'][number]

const tokens = (count: number) => `${formatCompact(count)} tokens`

/** Why a trace was expensive, in a few words. */
function reasonText(reason: Reason): string {
  switch (reason.kind) {
    case 'loop':
      return `looped: ${formatCount(reason.calls)} calls of ${reason.tool}`
    case 'large_call':
      return `${tokens(reason.tokens)} in one call${reason.model ? ` of ${reason.model}` : ''}`
    case 'reasoning':
      return `reasoning: ${tokens(reason.tokens)}`
    case 'cache_missed':
      return `cache missed: ${plural(reason.calls, 'call')} sent ${tokens(reason.tokens)} again`
    case 'steps':
      return `${formatCount(reason.calls)} steps`
    case 'long_output':
      return `long output: ${tokens(reason.tokens)}`
  }
}

/** All known reasons, the main reason first. */
export function whyText({
  reasons,
  llmCalls,
  toolCalls,
}: Pick<DearTrace, 'reasons' | 'llmCalls' | 'toolCalls'>): string {
  if (reasons.length > 0) return reasons.map(reasonText).join('; ')
  return `${plural(llmCalls, 'model call')}, ${plural(toolCalls, 'tool call')}; nothing stands out`
}
