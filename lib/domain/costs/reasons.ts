/** What is known of an expensive trace. Tokens and nano-dollars; null is unknown. */
export interface DearFacts {
  cost: number
  llmCalls: number
  toolCalls: number
  input: number | null
  output: number | null
  cachedInput: number | null
  reasoning: number | null
  /** The tool that was called most. */
  mostTool: { name: string; calls: number } | null
  /** The call that cost most. */
  dearestCall: { model: string | null; cost: number; input: number | null; output: number | null } | null
  /** How its cost splits; 0 if no rate says it. */
  parts: { fresh: number; cached: number; written: number; output: number; reasoning: number }
}

export type Reason =
  | { kind: 'loop'; tool: string; calls: number }
  | { kind: 'large_call'; tokens: number; model: string | null }
  | { kind: 'reasoning'; tokens: number }
  | { kind: 'cache_missed'; calls: number; tokens: number }
  | { kind: 'steps'; calls: number }
  | { kind: 'long_output'; tokens: number }

/** The same tool again and again: so many calls, which are most of the steps. */
const loopCalls = 8
/** One call with a very large input or output. */
const largeCall = 30_000
const manyTokens = 10_000
const manySteps = 20
/** Inputs so long that a cache would have paid for itself from the second call on. */
const cacheableTokens = 2_000

/**
 * What made a trace expensive, the main reason first. Empty if nothing stands out. Each reason is weighed by the share
 * of the cost that it may explain, so that a loop of cheap calls does not hide one very large call.
 */
export function reasonsOf(facts: DearFacts): Reason[] {
  return [loop(facts), largeCallOf(facts), thought(facts), cacheMissed(facts), steps(facts), longOutput(facts)]
    .filter(found => found !== null)
    .sort((a, b) => b.weight - a.weight)
    .map(({ reason }) => reason)
}

interface Weighed {
  reason: Reason
  weight: number
}

/** The cost of the calls around a loop is what its turns send and receive: all calls but one of each kind. */
function loop({ mostTool, toolCalls, llmCalls }: DearFacts): Weighed | null {
  if (!mostTool || mostTool.calls < loopCalls || mostTool.calls < toolCalls / 2) return null
  const turns = Math.min(mostTool.calls, Math.max(llmCalls, 1))
  return {
    reason: { kind: 'loop', tool: mostTool.name, calls: mostTool.calls },
    weight: 0.9 * (1 - 1 / turns),
  }
}

function largeCallOf({ dearestCall, cost }: DearFacts): Weighed | null {
  const tokens = (dearestCall?.input ?? 0) + (dearestCall?.output ?? 0)
  if (!dearestCall || tokens < largeCall || cost === 0) return null
  const share = dearestCall.cost / cost
  return share < 0.25 ? null : { reason: { kind: 'large_call', tokens, model: dearestCall.model }, weight: share }
}

function thought({ reasoning, output, parts, cost }: DearFacts): Weighed | null {
  if (reasoning === null || reasoning < manyTokens / 2 || cost === 0) return null
  const known = parts.reasoning > 0
  const share = known ? parts.reasoning / cost : reasoning / Math.max(output ?? 0, reasoning) / 2
  return share < 0.25 ? null : { reason: { kind: 'reasoning', tokens: reasoning }, weight: share }
}

/** Several calls that send much and read almost nothing of it from the cache. */
function cacheMissed({ llmCalls, input, cachedInput, parts, cost }: DearFacts): Weighed | null {
  if (llmCalls < 3 || input === null || input / llmCalls < cacheableTokens || cost === 0) return null
  if ((cachedInput ?? 0) > input * 0.1) return null
  const fresh = input - (cachedInput ?? 0)
  const share = (parts.fresh + parts.written) / cost
  // Each call after the first could have read from the cache what the call before it had sent.
  const weight = 0.8 * share * (1 - 1 / llmCalls)
  return weight < 0.3 ? null : { reason: { kind: 'cache_missed', calls: llmCalls, tokens: fresh }, weight }
}

function steps({ llmCalls, toolCalls }: DearFacts): Weighed | null {
  if (llmCalls + toolCalls < manySteps) return null
  return { reason: { kind: 'steps', calls: llmCalls + toolCalls }, weight: 0.3 }
}

function longOutput({ output, reasoning, parts, cost }: DearFacts): Weighed | null {
  const answerTokens = (output ?? 0) - (reasoning ?? 0)
  if (answerTokens < manyTokens / 2 || cost === 0) return null
  const share = parts.output / cost
  return share < 0.5 ? null : { reason: { kind: 'long_output', tokens: answerTokens }, weight: share * 0.7 }
}
