import { randomOf } from '../random.ts'
import { type Incident, incidents } from './scenarios.ts'

/** A release of the incident responder under test. */
export interface Candidate {
  release: string
  commit: string
  repeats: number
  /** What it gets wrong: incidents in which it does not look far enough, always or in some repeats. */
  wrong: (incident: Incident, place: number, repeat: number) => boolean
  costUsd: number
}

export const candidates = {
  good: { release: '2026.11.1', commit: 'a41f9c2e0b77', repeats: 1, wrong: () => false, costUsd: 0.018 },
  flaky: {
    ...{ release: '2026.11.2', commit: '5d02be91f3a8', repeats: 3, costUsd: 0.019 },
    wrong: (_, place, repeat) => place % 9 === 4 && repeat === 2,
  },
  regressed: {
    ...{ release: '2026.11.4', commit: 'c7709e14d6ab', repeats: 1, costUsd: 0.024 },
    wrong: (_, place) => place % 2 === 0,
  },
} satisfies Record<string, Candidate>

/** One answer with what the harness of the team measured of it. */
export interface Answered {
  incident: Incident
  repeat: number
  output: string
  accuracy: number
  actionability: number
  tools: string[]
  durationMs: number
  costUsd: string
}

/** What a release answers in every incident, repeat by repeat; the same for the same seed. */
export function answersOf(seed: string, { release, repeats, wrong, costUsd }: Candidate): Answered[] {
  return incidents.flatMap((incident, place) =>
    Array.from({ length: repeats }, (_, nth): Answered => {
      const repeat = nth + 1
      const random = randomOf(seed, 'eval', release, incident.id, repeat)
      const missed = wrong(incident, place, repeat)
      const [cause, why, fix] = incident.findings
      const score = (low: number, high: number) => Math.round(random.between(low, high) * 100) / 100
      return {
        ...{ incident, repeat },
        output: missed
          ? `Root cause: ${cause}. ${incident.instead}`
          : `Root cause: ${cause}; ${why}. What to do: ${fix}.`,
        accuracy: missed ? score(0.5, 0.7) : score(0.86, 0.98),
        actionability: missed ? score(0.3, 0.5) : score(0.84, 0.96),
        tools: missed ? ['query_metrics'] : ['query_metrics', 'search_runbooks'],
        durationMs: Math.round(random.around(missed ? 9_000 : 11_000, 0.2)),
        costUsd: (costUsd * random.between(0.8, 1.2)).toFixed(6),
      }
    }),
  )
}
