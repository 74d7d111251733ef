import type { Parameters } from 'fast-check'

const { HOLDPOINT_SOAK_RUNS, HOLDPOINT_SOAK_SEED, HOLDPOINT_SOAK_PATH } = process.env

/** Whether the long forms run: `npm run soak` sets it. */
export const soaking = HOLDPOINT_SOAK_RUNS !== undefined

/**
 * How a property runs: `short` times under `npm test`, and as often as `npm run soak` asks, from its seed. Give it to
 * `fc.assert`: the file is then among those that `npm run soak` finds.
 */
export function propertyRuns<T>(short: number): Parameters<T> {
  if (!soaking) return { numRuns: short }
  const replay = HOLDPOINT_SOAK_PATH === undefined ? {} : { path: HOLDPOINT_SOAK_PATH, endOnFailure: true }
  return { numRuns: Number(HOLDPOINT_SOAK_RUNS), seed: Number(HOLDPOINT_SOAK_SEED), ...replay }
}

/** The rounds of a race or a kill loop: `short` in `npm test`, `long` in `npm run soak`. */
export const rounds = ({ short, long }: { short: number; long: number }): number => (soaking ? long : short)

/** Time limit of a test in milliseconds; a long form may take an hour. */
export const timeLimit = (short: number): number => (soaking ? 3_600_000 : short)
