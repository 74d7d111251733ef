import { formatCount, plural } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { shortCost } from '../parts/cost-text.ts'
import type { AgentGraph, Figures } from './graph-types.ts'

/** What an arrow means, and which spans of this trace the graph passes through. */
export function ruleOf({ steps }: Pick<AgentGraph, 'steps'>, noise: number): string {
  const passed = [
    steps > 0 ? plural(steps, 'step') : null,
    noise > 0 ? plural(noise, 'framework message') : null,
  ].filter(part => part !== null)
  const rest =
    passed.length > 0 ? `; ${passed.join(' and ')} in between ${steps + noise === 1 ? 'is' : 'are'} left out` : ''
  return `An arrow is a call: from the nearest agent or tool above a span to what the span names${rest}.`
}

/** Whether what was called from there adds to what it took itself. */
const hasMore = ({ tokens, cost, unpricedSpans, unmeteredCalls, total }: Figures) =>
  total.tokens !== tokens ||
  total.cost !== cost ||
  total.unpricedSpans !== unpricedSpans ||
  total.unmeteredCalls !== unmeteredCalls

/** Figures that fit a node. The total where it is more than the node's own. */
export function briefly(node: Figures): string {
  const parts = [plural(node.calls, 'call'), node.durationMs === null ? null : formatDuration(node.durationMs)]
  const usage = hasMore(node) ? node.total : node
  const which = hasMore(node) ? 'total ' : ''
  if (usage.cost !== null) parts.push(`${which}${shortCost(usage)}`)
  else if (usage.tokens !== null) parts.push(`${which}${formatCount(usage.tokens)} tok`)
  return parts.filter(part => part !== null).join(' · ')
}
