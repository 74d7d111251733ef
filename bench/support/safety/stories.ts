import type { Context } from '#lib/platform/context.ts'
import { type Call, setBreaker, setBudget } from './world.ts'

export interface Story {
  name: string
  /** What the team has set. */
  set(ctx: Context): Promise<void>
  calls: Call[]
}

const every = (count: number, seconds: number, call: (n: number, at: number) => Omit<Call, 'at'>): Call[] =>
  Array.from({ length: count }, (_, n) => ({ at: n * seconds, ...call(n, n * seconds) }))

/** One run calls model and tool in turn and never comes to an end. The limits are those that hold by themselves. */
const runaway: Story = {
  name: 'runaway loop',
  set: async () => {},
  calls: every(240, 2, n => ({
    ...{ agent: 'looping', run: 'loop', usd: n % 2 === 0 ? 0.03 : 0, fails: false, ms: 900 },
    ...(n % 2 === 0 ? {} : { tool: 'search' }),
  })),
}

/** A tool that many agents use does not answer for six minutes, five seconds a call. */
const outage: Story = {
  name: 'tool outage',
  set: ctx =>
    setBreaker(ctx, 'orders', {
      scope: { tool: 'orders' },
      consecutiveFailures: 5,
      openSeconds: 60,
      fallback: 'apologise',
    }),
  calls: every(300, 2, (n, at) => {
    const down = at >= 60 && at < 420
    return { agent: `shop-${n % 6}`, run: `shop-${n}`, tool: 'orders', usd: 0.001, fails: down, ms: down ? 5_000 : 120 }
  }),
}

/** A release that costs six times as much as the one before, against a budget of the day. */
const spike: Story = {
  name: 'cost spike',
  set: ctx => setBudget(ctx, 'day', { kind: 'period', agent: 'writer', period: 'day', softUsd: '4', hardUsd: '5' }),
  calls: every(400, 30, (n, at) => ({
    ...{ agent: 'writer', run: `text-${n}`, usd: at < 3_600 ? 0.01 : 0.06, fails: false, ms: 2_000 },
  })),
}

/** A model that is up for twenty seconds and down for forty, again and again: never five failures in a row of one run. */
const flapping: Story = {
  name: 'flapping model',
  set: ctx =>
    setBreaker(ctx, 'flap', {
      scope: { agent: 'chat' },
      window: { kind: 'time', size: 60, minimumCalls: 10, failureRate: 0.5 },
      ...{ openSeconds: 30, backoff: { factor: 2, maxSeconds: 240 }, halfOpenPermits: 3 },
    }),
  calls: every(600, 1, (n, at) => {
    const down = at % 60 >= 20 && n % 4 !== 0
    return { agent: 'chat', run: `chat-${n}`, usd: 0.004, fails: down, ms: down ? 3_000 : 700 }
  }),
}

export const stories: readonly Story[] = [runaway, outage, spike, flapping]
