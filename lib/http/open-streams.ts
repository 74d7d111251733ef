import type { Actor } from '#lib/platform/context.ts'
import { once } from '#lib/platform/registry.ts'
import { Problem, unavailable } from '#lib/shared/problem.ts'

/** Event streams of one person or key in one process: tabs and dashboards, not a leak of connections. */
export const maxStreamsPerCaller = 100
/** Event streams of one process. */
const maxStreams = 10_000

const open = () => once('http.streams', () => ({ total: 0, byCaller: new Map<string, number>() }))

/** How many event streams this process holds open. */
export const openStreams = (): number => open().total

/** Takes a place; returns the way to give it back, once. Throws 429 `too-many-streams`, or 503 when the process is full. */
export function takeStream(actor: Actor): () => void {
  const { byCaller } = open()
  const caller = `${actor.kind}:${actor.id}`
  const streams = byCaller.get(caller) ?? 0
  if (streams >= maxStreamsPerCaller) {
    throw new Problem({
      status: 429,
      type: 'too-many-streams',
      title: 'Too many streams',
      detail: `At most ${maxStreamsPerCaller} event streams may be open at once; close one first.`,
      retryAfter: 5,
    })
  }
  if (open().total >= maxStreams) throw unavailable('Too many event streams are open; try again.')
  byCaller.set(caller, streams + 1)
  open().total += 1
  let taken = true
  return () => {
    if (!taken) return
    taken = false
    open().total -= 1
    const left = (byCaller.get(caller) ?? 1) - 1
    if (left > 0) byCaller.set(caller, left)
    else byCaller.delete(caller)
  }
}
