import type { Asked } from './ask-judge.ts'

/** What becomes of a task that was worked on. */
export interface Outcome {
  state: 'scored' | 'failed' | 'waiting'
  score: number | null
  reason: string | null
  /** Only where it waits on. */
  nextAt: Date | null
}

/** A judge that cannot be asked any more gives a failure, not a score; until then it is asked again, ever later. */
export function outcomeOf({ result }: Pick<Asked, 'result'>, tried: number, attempts: number, now: Date): Outcome {
  if ('score' in result) return { state: 'scored', ...result, nextAt: null }
  if (!result.again || tried >= attempts) return { state: 'failed', score: null, reason: result.wrong, nextAt: null }
  const seconds = Math.min(300, 2 ** tried)
  return { state: 'waiting', score: null, reason: result.wrong, nextAt: new Date(now.getTime() + seconds * 1_000) }
}

/** Tokens that a provider adds around a message, at most. */
const aroundMessage = 32

/** What a call may take at most: a token stands for a byte at least, whatever the language. */
export const mostTokens = (prompt: string, maxTokens: number) => ({
  inputTokens: Buffer.byteLength(prompt) + aroundMessage,
  outputTokens: maxTokens,
})
