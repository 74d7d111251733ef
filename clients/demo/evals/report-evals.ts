import { judge } from '../judge/register-judge.ts'
import type { Fleet } from '../recorder.ts'
import { request, type Sender, send, type Target } from '../sender.ts'
import { reviewAnswers } from './review-answers.ts'
import { answersOf, type Candidate, candidates } from './runs.ts'
import { incidents } from './scenarios.ts'
import { traceAnswer } from './trace-answer.ts'

interface Parts {
  fleet: Pick<Fleet, 'recorder'>
  sender: Pick<Sender, 'flush'>
  target: Target
  /** Whether a judge can be asked: it scores then what the harness of the team would. */
  judged: boolean
}

const slug = 'incident_investigation'
const suiteOf = (judged: boolean) => ({
  description: 'What the incident responder must find, written down from incidents that happened.',
  ...{ agent: 'incident-responder', level: 'evaluation' },
  criteria: [
    { name: 'accuracy' },
    // Scored by Holdpoint, from what the agent answered.
    { name: 'completeness', scorer: { kind: 'contains-findings' } },
    { name: 'actionability', ...(judged && { scorer: { kind: 'judge', judge } }) },
  ],
  scenarios: incidents.map(({ id, input, findings, tag }) => ({
    ...{ id, input, expectedFindings: findings, tags: [tag] },
    trajectory: { tools: ['query_metrics'], forbidden: ['delete_resource'], maxToolCalls: 8 },
  })),
  expectedRevision: 0,
})

/**
 * A suite with a good run, which is the baseline, a flaky one and one that lost, each as CI would report it. Once; a
 * process that was ended meanwhile is followed by one that goes on with what is there.
 */
export async function reportEvals(parts: Parts, seed: string): Promise<void> {
  const { target } = parts
  const { status, body } = await request(target, 'PUT', `/api/v1/suites/${slug}`, suiteOf(parts.judged))
  if (status >= 400 && status !== 409) throw new Error(`the suite failed: ${JSON.stringify(body)}`)
  // As it is kept: an earlier process of the fleet may have had a judge, or none.
  const { criteria } = await send(target, 'GET', `/api/v1/suites/${slug}`)
  const judged = criteria.some(({ scorer }: { scorer?: { kind: string } }) => scorer?.kind === 'judge')
  const good = await report({ ...parts, judged }, seed, candidates.good)
  await send(target, 'PUT', `/api/v1/suites/${slug}/baseline`, { evalRunId: good })
  await report({ ...parts, judged }, seed, candidates.flaky)
  await report({ ...parts, judged }, seed, candidates.regressed)
}

async function report({ fleet, sender, target, judged }: Parts, seed: string, candidate: Candidate): Promise<string> {
  const { release, commit } = candidate
  const [known] = (await send(target, 'GET', `/api/v1/eval-runs?suite=${slug}&release=${release}`)).items
  if (known && known.state !== 'running') return untilScored(target, known.id)
  const start = { suite: slug, mode: 'real', release, commit, branch: 'main' }
  const { id } = known ?? (await send(target, 'POST', '/api/v1/eval-runs', start))
  const answers = answersOf(seed, candidate)
  const began = Date.now() - answers.length * 15_000
  const traced = answers.map((answer, nth) => ({
    ...answer,
    traceId: traceAnswer(fleet, seed, release, answer, began + nth * 15_000),
  }))
  await sender.flush()
  const outputs = traced.map(({ incident, repeat, output, traceId, tools, durationMs, costUsd }) => ({
    ...{ scenario: incident.id, repeat, output, traceId, tools, durationMs, costUsd },
  }))
  const results = traced.flatMap(({ incident, repeat, accuracy, actionability }) =>
    Object.entries({ accuracy, ...(!judged && { actionability }) }).map(([criterion, score]) => ({
      ...{ scenario: incident.id, repeat, criterion, score },
    })),
  )
  await send(target, 'POST', `/api/v1/eval-runs/${id}/results`, { results, outputs })
  if (judged) await reviewAnswers(target, seed, id, traced)
  await send(target, 'POST', `/api/v1/eval-runs/${id}/finish`, {})
  return untilScored(target, id)
}

/** The worker scores a few times a second; a baseline must have finished. */
async function untilScored(target: Target, id: string): Promise<string> {
  for (let looked = 0; looked < 240; looked++) {
    if ((await send(target, 'GET', `/api/v1/eval-runs/${id}`)).state === 'finished') return id
    await new Promise(resolve => setTimeout(resolve, 500))
  }
  throw new Error('an eval run was not scored in time')
}
