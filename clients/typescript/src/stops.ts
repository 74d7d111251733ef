import type { JsonObject } from './canonical.ts'
import { idle, type Transport, ticks } from './transport.ts'

/** What is held here and must be asked for again when its agent is stopped. */
export interface Held {
  agent: string
  end(): void
}

export type Stops = ReturnType<typeof stops>

/** So long the first question waits for the stream. Without it a lease ends by its own time. */
const patienceMs = 1_000
/** No question takes longer. */
const askedForMs = 60_000
/** The stream outlives a lease by this, so that the next one finds it open. */
const lingerMs = 1_000
/** The server says something every 15 s. */
const quietMs = 45_000

/** Hears on the event stream that an agent was stopped, by a person or by a breaker, and ends what is held for it. */
export function stops(transport: Transport) {
  /** With the time until which each is held at most. */
  const held = new Map<Held, number>()
  let line: { leave: AbortController; tried: Promise<void> } | null = null
  let lingerUntil = 0
  let look = 0

  const tell = (agents: readonly string[]) => {
    for (const each of held.keys()) if (agents.length === 0 || agents.includes(each.agent)) each.end()
  }
  const join = () => {
    const leave = new AbortController()
    const tried = new Promise<void>(resolve => void follow(transport, leave.signal, tell, resolve))
    line = { leave, tried: Promise.race([tried, idle(patienceMs)]) }
    return line
  }
  const leaveInTime = async () => {
    const mine = ++look
    for (let until = 0; ; ) {
      until = Math.max(lingerUntil, ...held.values())
      if (until < ticks()) break
      await idle(until - ticks() + 1)
      if (mine !== look) return
    }
    held.clear()
    line?.leave.abort()
    line = null
  }

  /** For so many milliseconds from now. */
  const keep = (each: Held, forMs: number) => {
    held.set(each, ticks() + forMs + lingerMs)
    leaveInTime()
  }

  return {
    /** While it is asked for. Resolves when it listens, or when that takes too long. */
    async hear(each: Held): Promise<void> {
      for (const [other, until] of held) if (until < ticks()) held.delete(other)
      keep(each, askedForMs)
      await (line ?? join()).tried
    },
    keep,
    forget(each: Held): void {
      held.delete(each)
      lingerUntil = ticks() + lingerMs
      leaveInTime()
    },
  }
}

/** Follows the stream until it is left. `tried` is called when it listens for the first time, or could not. */
async function follow(
  transport: Transport,
  leave: AbortSignal,
  tell: (agents: readonly string[]) => void,
  tried: () => void,
): Promise<void> {
  for (let ms = 250; !leave.aborted; ms = Math.min(ms * 2, 10_000)) {
    try {
      const events = await transport.follow('/api/v1/stream?topics=stops', leave, quietMs)
      // What happened before it listened is not told: what was taken until now is asked for again.
      tell([])
      tried()
      ms = 250
      for await (const { event, data } of events) if (event === 'stops') tell(agentsIn(data))
    } catch {
      // A stream that is away ends nothing: leases end by their time.
    }
    tried()
    await idle(ms)
  }
}

/** None: all are meant. */
function agentsIn(data: string): string[] {
  const { ids } = Object(JSON.parse(data)) as JsonObject
  return Array.isArray(ids) ? ids.map(String) : []
}
