import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/** How late a thread with nothing to do is woken, in milliseconds: what the machine takes from everybody who measures on it. */
export interface MachineTimes {
  p99: number
  max: number
}

/** Begins to watch the machine; call the answer for what it took since. */
export async function watchMachine(): Promise<() => Promise<MachineTimes>> {
  const thread = new Worker(new URL('./idle-thread.ts', import.meta.url))
  await once(thread, 'online')
  return async () => {
    const told = once(thread, 'message')
    thread.postMessage('tell')
    const [{ p99, max }] = (await told) as [MachineTimes]
    await thread.terminate()
    const rounded = (ms: number) => Math.round(Math.max(0, ms) * 10) / 10
    return { p99: rounded(p99), max: rounded(max) }
  }
}
