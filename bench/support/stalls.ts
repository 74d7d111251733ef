import { createHistogram, monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks'

/** What a server itself took, in milliseconds: whatever a client on the same machine waits for beyond that is not its doing. */
export interface ServerTimes {
  /** From a request that was read to its answer handed to the system. */
  answerP50: number
  answerP99: number
  answerMax: number
  /** Of a hundred answers those that took more than 3 ms. */
  above3Percent: number
  /** How late the event loop was to a timer of 1 ms. */
  loopP99: number
  loopMax: number
  /** Pauses of the garbage collector: how many, all together, the longest. */
  collections: number
  collecting: number
  longestCollection: number
}

const resolution = 1
const rounded = (ms: number) => Math.round(ms * 100) / 100

/** Begins to watch this process; `end` says what happened since. */
export function watchProcess() {
  const answers = createHistogram()
  let slow = 0
  const loop = monitorEventLoopDelay({ resolution })
  loop.enable()
  const pauses: number[] = []
  const collector = new PerformanceObserver(list => {
    for (const { duration } of list.getEntries()) pauses.push(duration)
  })
  collector.observe({ entryTypes: ['gc'] })
  return {
    answered(ms: number) {
      answers.record(Math.max(1, Math.round(ms * 1e6)))
      if (ms > 3) slow += 1
    },
    end(): ServerTimes {
      loop.disable()
      collector.disconnect()
      const ms = (ns: number) => rounded(ns / 1e6)
      const late = (ns: number) => rounded(Math.max(0, ns / 1e6 - resolution))
      return {
        ...{ answerP50: ms(answers.percentile(50)), answerP99: ms(answers.percentile(99)), answerMax: ms(answers.max) },
        above3Percent: answers.count === 0 ? 0 : rounded((slow * 100) / answers.count),
        ...{ loopP99: late(loop.percentile(99)), loopMax: late(loop.max) },
        ...{ collections: pauses.length, collecting: rounded(pauses.reduce((sum, one) => sum + one, 0)) },
        longestCollection: rounded(Math.max(0, ...pauses)),
      }
    },
  }
}
