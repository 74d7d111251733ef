import { Denied } from './errors.ts'
import type { Permit } from './permits.ts'
import type { Held, Stops } from './stops.ts'
import { ticks } from './transport.ts'

export interface Slice {
  calls: number
  tokens: number
  nanos: number
}

export type Lease = ReturnType<typeof lease>
const usdOf = (nanos: number) => `${Math.floor(nanos / 1e9)}.${String(nanos % 1e9).padStart(9, '0')}`

/**
 * A slice of the run's budget, spent here: most steps cost no question. It lasts `seconds` at most, and ends at once when
 * a kill switch or a breaker stops its agent; then the next step asks again. Dangerous tools are never in one.
 */
export function lease(
  ask: (estimate: { tokens: number; usd: string; calls: number }) => Promise<Permit>,
  kind: 'llmCalls' | 'toolCalls',
  size: Slice,
  seconds: number,
  agent: string,
  stops: Stops,
) {
  let permit: Permit | null = null
  let left: Slice = { calls: 0, tokens: 0, nanos: 0 }
  let until = 0
  let untilByClock = 0
  let renewing: Promise<void> | null = null
  let ends = 0
  const held: Held = {
    agent,
    end() {
      ends++
      until = 0
    },
  }

  const settle = async () => {
    const [held, rest] = [permit, left]
    permit = null
    left = { calls: 0, tokens: 0, nanos: 0 }
    until = 0
    if (!held) return
    const used = { calls: size.calls - rest.calls, tokens: size.tokens - rest.tokens, nanos: size.nanos - rest.nanos }
    const usage = { [kind]: used.calls, tokens: used.tokens, usd: usdOf(used.nanos) }
    await held.done({ status: used.calls === 0 ? 'unused' : 'ok', usage })
  }
  const renew = async () => {
    await settle()
    await stops.hear(held)
    const [began, beganByClock, before] = [ticks(), Date.now(), ends]
    try {
      permit = await ask({ calls: size.calls, tokens: size.tokens, usd: usdOf(size.nanos) })
    } catch (error) {
      stops.forget(held)
      throw error
    }
    stops.keep(held, seconds * 1000)
    left = { ...size }
    // Stopped while it was asked for: nobody knows which of the two came first.
    until = ends === before ? began + seconds * 1000 : 0
    untilByClock = beganByClock + seconds * 1000
  }
  /** Counts down, or says that the slice does not hold it. */
  const take = (calls: number, tokens: number, nanos: number): boolean => {
    if (left.calls < calls || left.tokens < tokens || left.nanos < nanos || ticks() >= until) return false
    // The other clock stands still while a machine sleeps, and this one may be set back: whichever is over first.
    if (Date.now() >= untilByClock) return false
    left.calls -= calls
    left.tokens -= tokens
    left.nanos -= nanos
    return true
  }
  return {
    /** Without a question if the slice holds it; false: `await spend(…)`. */
    take,
    /** Before each step. Throws NotAllowed where Holdpoint gives no other slice. */
    async spend(calls = 1, tokens = 0, nanos = 0): Promise<void> {
      if (calls > size.calls || tokens > size.tokens || nanos > size.nanos)
        throw new Denied([{ rule: 'lease/size', message: 'One step needs more than the whole lease holds.' }])
      while (!take(calls, tokens, nanos)) {
        renewing ??= renew().finally(() => {
          renewing = null
        })
        await renewing
      }
    },
    /** At once: the next step asks again. What is left is given back then. */
    end: held.end,
    /** When no step follows. */
    async giveBack(): Promise<void> {
      stops.forget(held)
      await settle()
    },
  }
}
