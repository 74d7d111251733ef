/** What a step uses: whole calls and tokens, money in nano-dollars. */
export interface Amounts {
  llmCalls: number
  toolCalls: number
  tokens: number
  nanos: bigint
}

export const nothing: Amounts = { llmCalls: 0, toolCalls: 0, tokens: 0, nanos: 0n }

export const plus = (a: Amounts, b: Amounts): Amounts => ({
  llmCalls: a.llmCalls + b.llmCalls,
  toolCalls: a.toolCalls + b.toolCalls,
  tokens: a.tokens + b.tokens,
  nanos: a.nanos + b.nanos,
})

/** Never below 0: releasing twice releases once. */
export const minus = (a: Amounts, b: Amounts): Amounts => ({
  llmCalls: Math.max(0, a.llmCalls - b.llmCalls),
  toolCalls: Math.max(0, a.toolCalls - b.toolCalls),
  tokens: Math.max(0, a.tokens - b.tokens),
  nanos: a.nanos > b.nanos ? a.nanos - b.nanos : 0n,
})
