import { request, send, type Target } from '../sender.ts'
import { candidates } from './runs.ts'

const agent = 'incident-responder'

/** The tests of the responder's code, with how long each takes in milliseconds; nothing of it asks a model. */
const suites = {
  'responder-unit': {
    level: 'unit',
    tests: {
      'reads an alert of each source': 4,
      'refuses an alert without a service': 2,
      'names the replica in a request to delete': 3,
      'asks before it deletes': 6,
      'never asks twice for the same replica': 5,
      'cuts long logs at the end of a line': 2,
      'counts its tool calls': 3,
      'gives up after eight tool calls': 7,
      'writes its answer as a report': 3,
      'hides tokens in what it quotes': 4,
    },
  },
  'responder-integration': {
    level: 'integration',
    tests: {
      'an alert becomes a diagnosis': 840,
      'metrics that come late are waited for': 1_310,
      'a runbook that is missing is said': 620,
      'a refused request leaves the replica alone': 910,
      'an approved request deletes once': 1_040,
      'a restart goes on with the same incident': 1_480,
    },
  },
} as const

const late = 'metrics that come late are waited for'
const { good, flaky, regressed } = candidates

/**
 * Commits as CI tested them, oldest first. One broke the waiting for metrics, and the next mended it. The release that
 * lost its evaluation passes here: only its answers are worse.
 */
const commits: readonly { commit: string; branch: string; release?: string; broken?: string }[] = [
  { commit: good.commit, branch: 'main', release: good.release },
  { commit: '8e17d0b25c94', branch: 'shorter-answers', broken: late },
  { commit: flaky.commit, branch: 'shorter-answers' },
  { commit: regressed.commit, branch: 'main', release: regressed.release },
]

/** Reports the unit and integration tests of each commit, as the build of the responder would. Once for each. */
export async function reportTests(target: Target): Promise<void> {
  for (const [suite, { level, tests }] of Object.entries(suites)) {
    const { status } = await request(target, 'PUT', `/api/v1/suites/${suite}`, {
      ...{ agent, level, threshold: 1, criteria: [{ name: 'passed' }], expectedRevision: 0 },
      scenarios: Object.keys(tests).map(id => ({ id, input: id })),
    })
    if (status >= 400 && status !== 409) throw new Error(`the suite ${suite} failed`)
    const known = await send(target, 'GET', `/api/v1/eval-runs?suite=${suite}`)
    const reported = new Set(known.items.map((run: { commit: string }) => run.commit))
    for (const { broken, ...of } of commits) {
      if (reported.has(of.commit)) continue
      const query = new URLSearchParams({ suite, level, agent, ...of })
      const results = Object.entries(tests).map(([scenario, durationMs]) => ({
        ...{ scenario, criterion: 'passed', durationMs, score: scenario === broken ? 0 : 1 },
        ...(scenario === broken && { comment: 'expected 3 series, received 0: it did not wait' }),
      }))
      await send(target, 'POST', `/api/v1/eval-runs/import/json?${query}`, { results })
    }
  }
}
