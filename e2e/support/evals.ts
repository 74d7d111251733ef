import { expect } from '@playwright/test'

const scenarios = Array.from({ length: 24 }, (_, at) => ({
  id: `case-${at + 1}`,
  input: `What broke on node-${at + 1}?`,
  expectedFindings: ['log rotation is off'],
}))

/** What a release answered and scored in the scenarios of the suite. */
interface Release {
  name: string
  score: (at: number) => number
  output: (at: number) => string
  traceId?: string
}

const good: Release = {
  name: '2026.11.3',
  score: at => 0.86 + (at % 5) * 0.02,
  output: at => `Log rotation is off on node-${at + 1}. Turn it on.`,
}
const worse: Release = {
  name: '2026.11.4',
  score: at => good.score(at) - (at < 8 ? 0.35 : 0.02),
  output: at => `The disk of node-${at + 1} is too small. Buy a larger one.`,
}

/** A suite, a good run that is its baseline and a run that lost; with `traceId` behind what it answered. */
export async function sendEvals(
  url: string,
  key: string,
  traceId?: string,
): Promise<{ baseline: string; lost: string }> {
  const send = async (method: string, path: string, body: unknown) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const response = await fetch(`${url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) })
    expect([response.status, response.ok ? '' : await response.clone().text()]).toEqual([response.status, ''])
    return response.json()
  }
  const suite = 'incident_investigation'
  await send('PUT', `/suites/${suite}`, { level: 'evaluation', agent: 'incident-responder', scenarios })
  const run = async ({ name, score, output }: Release) => {
    const { id } = await send('POST', '/eval-runs', {
      suite,
      mode: 'real',
      release: name,
      commit: '9fceb02d0ae5',
      branch: 'main',
    })
    const results = scenarios.flatMap((scenario, at) =>
      ['accuracy', 'completeness', 'actionability'].map((criterion, of) => ({
        ...{ scenario: scenario.id, criterion, score: Math.round((score(at) - of * 0.02) * 100) / 100 },
        ...{ output: output(at), durationMs: 1_400, costUsd: '0.0021', traceId },
      })),
    )
    await send('POST', `/eval-runs/${id}/results`, { results })
    await send('POST', `/eval-runs/${id}/finish`, {})
    return id as string
  }
  const baseline = await run(good)
  await send('PUT', `/suites/${suite}/baseline`, { evalRunId: baseline })
  return { baseline, lost: await run(worse) }
}
