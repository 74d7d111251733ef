import { send as sendTo, type Target } from './sender.ts'

const agent = 'incident-responder'
const pipeline = 'incident-responder'

/** Releases of the responder on their way: their evaluation is in the runs that CI reported. */
const releases = [
  { slug: '2026.11.1', commit: 'a41f9c2e0b77' },
  { slug: '2026.11.4', commit: 'c7709e14d6ab' },
] as const

interface Run {
  id: string
  commit: string
  stages: { name: string; status: string }[]
}
/** How a stage goes on; what has ended stays as it is. */
const order = ['pending', 'running', 'waiting', 'skipped', 'failed', 'passed']

/**
 * A pull request that passed, a release that its evaluation stopped, and one that waits for a person. Each once: a
 * process that was ended meanwhile is followed by one that goes on with what is there.
 */
export async function reportPipelines(target: Target): Promise<void> {
  const send = (method: string, path: string, body?: object) => sendTo(target, method, path, body)
  const runs: Run[] = (await send('GET', `/api/v1/pipeline-runs?pipeline=${pipeline}`)).items
  const { items: pipelines } = await send('GET', '/api/v1/pipelines')
  if (!pipelines.some(({ slug }: { slug: string }) => slug === pipeline))
    await send('PUT', `/api/v1/pipelines/${pipeline}`, { agent, description: 'From a commit to the on-call team' })
  const { items: registered } = await send('GET', `/api/v1/releases?agent=${agent}&limit=100`)
  for (const { slug, commit } of releases) {
    if (registered.some((release: { slug: string }) => release.slug === slug)) continue
    const model = { provider: 'anthropic', id: 'claude-sonnet-4-5-20250929', parameters: { temperature: 0.2 } }
    await send('PUT', `/api/v1/releases/${slug}`, { agent, code: `git:${commit.slice(0, 7)}`, model })
  }
  const evalRun = async (release: string): Promise<string> =>
    (await send('GET', `/api/v1/eval-runs?suite=incident_investigation&release=${release}`)).items[0].id
  const begin = async (body: { commit: string; branch: string; event?: string; release?: string }): Promise<Run> =>
    runs.find(({ commit }) => commit === body.commit) ??
    (await send('POST', '/api/v1/pipeline-runs', { pipeline, ...body }))
  const stage = async ({ id, stages }: Run, name: string, status: string, more: object = {}) => {
    const stands = stages.find(each => each.name === name)?.status ?? 'pending'
    if (order.indexOf(stands) >= order.indexOf(status)) return
    await send('POST', `/api/v1/pipeline-runs/${id}/stages/${name}`, { status, ...more })
  }
  const pass = async (run: Run, name: string, more: object = {}) => {
    await stage(run, name, 'running')
    await stage(run, name, 'passed', more)
  }
  const [good, bad] = releases
  const pull = await begin({ event: 'pull_request', commit: '5d02be91f3a8', branch: 'shorter-answers' })
  for (const name of ['unit', 'integration']) await pass(pull, name)
  const stopped = await begin({ release: bad.slug, commit: bad.commit, branch: 'main' })
  for (const name of ['unit', 'integration']) await pass(stopped, name)
  await stage(stopped, 'evaluation', 'running')
  const note = 'Accuracy is worse than the baseline.'
  await stage(stopped, 'evaluation', 'failed', { evidence: { evalRunId: await evalRun(bad.slug) }, note })
  const waiting = await begin({ release: good.slug, commit: good.commit, branch: 'main' })
  const evidence = { evalRunId: await evalRun(good.slug) }
  for (const name of ['unit', 'integration']) await pass(waiting, name)
  for (const name of ['evaluation', 'shadow']) await pass(waiting, name, { evidence })
  await stage(waiting, 'production', 'running')
}
