import type { Asked } from './ask-judge.ts'

/** What becomes of a task after an attempt. */
export interface Outcome {
  state: 'scored' | 'failed' | 'waiting'
  score: number | null
  reason: string | null
  /** Only if it goes on waiting. */
  nextAt: Date | null
}

/**
 * A judge is asked again after longer and longer waits. When no attempt is left, the result is a failure and not a
 * score.
 */
export function outcomeOf({ result }: Pick<Asked, 'result'>, tried: number, attempts: number, now: Date): Outcome {
  if ('score' in result) return { state: 'scored', ...result, nextAt: null }
  if (!result.again || tried >= attempts) return { state: 'failed', score: null, reason: result.wrong, nextAt: null }
  const seconds = Math.min(300, 2 ** tried)
  return { state: 'waiting', score: null, reason: result.wrong, nextAt: new Date(now.getTime() + seconds * 1_000) }
}

/** The most tokens that a provider adds around a message. */
const aroundMessage = 32

/** The most tokens that a call may take: in every language a token is at least one byte. */
export const mostTokens = (prompt: string, maxTokens: number) => ({
  inputTokens: Buffer.byteLength(prompt) + aroundMessage,
  outputTokens: maxTokens,
})
