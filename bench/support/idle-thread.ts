import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parentPort } from 'node:worker_threads'

// Only as a thread of its own (machine.ts): it has nothing to do but to be woken every millisecond.
const delay = monitorEventLoopDelay({ resolution: 1 })
delay.enable()
parentPort?.once('message', () => {
  delay.disable()
  parentPort?.postMessage({ p99: delay.percentile(99) / 1e6 - 1, max: delay.max / 1e6 - 1 })
})
