import type { Sent } from '#lib/platform/outbound/send.ts'

/**
 * Waits before the second, third … attempt. After the last one, a delivery has failed. Standard Webhooks recommends
 * waits of a similar length.
 */
const waitSeconds = [5, 30, 120, 600, 3_600, 6 * 3_600, 12 * 3_600] as const

export const maxAttempts = waitSeconds.length + 1

/** The result of one attempt. */
export interface Attempt {
  /** `never`: another attempt would have the same result. */
  result: 'delivered' | 'again' | 'never'
  /** For the log. */
  text: string
}

export interface Next {
  status: 'pending' | 'delivered' | 'failed'
  /** Milliseconds until the next attempt; null: none. */
  waitMs: number | null
}

/** What follows from the result of an attempt, the `attempts`-th of its delivery. Pure. */
export function afterAttempt({ result }: Attempt, attempts: number): Next {
  if (result === 'delivered') return { status: 'delivered', waitMs: null }
  const wait = waitSeconds[attempts - 1]
  return result === 'never' || wait === undefined
    ? { status: 'failed', waitMs: null }
    : { status: 'pending', waitMs: wait * 1_000 }
}

/**
 * What the status of an answer means. Redirects and most errors would be the same again; after 408, 425, 429 and 5xx
 * another attempt may succeed.
 */
export function resultOfStatus(status: number): Attempt['result'] {
  if (status >= 200 && status < 300) return 'delivered'
  return status >= 500 || [408, 425, 429].includes(status) ? 'again' : 'never'
}

/** What was sent, or why it could not be, as the result of an attempt. `quoted`: how much of the answer is kept. */
export function attemptOf(sent: Sent | string, quoted = 200): Attempt {
  if (typeof sent === 'string') return { result: 'never', text: sent }
  if (sent.kind !== 'answered')
    return { result: sent.kind === 'blocked' ? 'never' : 'again', text: `${sent.kind}: ${sent.why}` }
  const answer = sent.body.trim().slice(0, quoted)
  return {
    result: resultOfStatus(sent.status),
    text: `${sent.status} in ${sent.ms} ms${answer ? `: ${answer}` : ''}`,
  }
}
