import type { Gates, Phase, Strategy } from './types.ts'

const hour = 3600

const defaultGates: Gates = { maximumErrorRate: 0.01, qualityMargin: 0.05, costIncrease: 0.2 }

/**
 * Most agents have too few requests for a verdict when the phase has run. So it may hold for twice that time, and for
 * at least half a day.
 */
export const phaseOf = (weightBps: number, seconds: number): Phase => ({
  ...{ weightBps, seconds, holdSeconds: Math.max(2 * seconds, 12 * hour), minimumRequests: 30, approval: false },
})

/** The strategies that exist without any configuration. */
export const seedStrategies: Readonly<Record<'agent-change' | 'prompt-change', Strategy>> = {
  'agent-change': {
    phases: [phaseOf(500, hour), phaseOf(2500, 2 * hour), phaseOf(5000, 4 * hour), phaseOf(10_000, 12 * hour)],
    gates: defaultGates,
    shadow: null,
  },
  'prompt-change': {
    phases: [phaseOf(500, hour), phaseOf(2500, 2 * hour), phaseOf(10_000, 12 * hour)],
    gates: defaultGates,
    shadow: null,
  },
}
