import { readFile } from 'node:fs/promises'
import { need, secondsOf } from './answers.mjs'
import { UsageError } from './server.mjs'

const addressOf = id => `/pipeline-runs/${encodeURIComponent(need(id, 'The run'))}`
const every = 2_000

/** Releases and the pipelines that they go through. */
export const pipelineCommands = {
  async 'release register'(server, [slug, file]) {
    const path = `/releases/${encodeURIComponent(need(slug, 'The name'))}`
    const { digest } = await server('PUT', path, JSON.parse(await readFile(need(file, 'The file'), 'utf8')))
    process.stdout.write(`${slug} ${digest}\n`)
    return 0
  },
  async 'pipeline start'(server, [pipeline], { commit, branch, release, event }) {
    const about = { pipeline: need(pipeline, 'The pipeline'), commit: need(commit, '--commit'), branch, release, event }
    const { id } = await server('POST', '/pipeline-runs', about)
    process.stdout.write(`${id}\n`)
    return 0
  },
  async 'pipeline stage'(server, [id, stage, status], { run, rollout, url, note }) {
    const path = `${addressOf(id)}/stages/${encodeURIComponent(need(stage, 'The stage'))}`
    const evidence = run || rollout || url ? { evidence: { evalRunId: run, rolloutId: rollout, url } } : {}
    const answer = await server('POST', path, { status: need(status, 'The status'), note, ...evidence })
    process.stdout.write(`${stage} ${answer.stages.find(({ name }) => name === stage)?.status}\n`)
    return 0
  },
  /** 0 where the stage is still to be done, 1 where it has passed or was skipped: what passed for the same release is not paid twice. */
  async 'pipeline needs'(server, [id, stage]) {
    const { stages } = await server('GET', addressOf(id))
    const own = stages.find(({ name }) => name === need(stage, 'The stage'))
    if (!own) throw new UsageError(`This run has no stage ${stage}.`)
    const { status, reusedFrom, failedIn } = own
    const where = reusedFrom ? ` in ${reusedFrom}` : failedIn ? `, failed in ${failedIn} with the same release` : ''
    process.stdout.write(`${stage} ${status}${where}\n`)
    return status === 'passed' || status === 'skipped' ? 1 : 0
  },
  /** 0 when the stage begins, 1 when a person rejected it, 2 when nobody decided in time. */
  async 'pipeline wait'(server, [id, stage], { wait }) {
    need(stage, 'The stage')
    const end = Date.now() + secondsOf(wait) * 1_000
    for (;;) {
      const { stages } = await server('GET', addressOf(id))
      const status = stages.find(({ name }) => name === stage)?.status ?? 'none'
      if (status === 'waiting' && Date.now() < end) {
        await new Promise(resolve => setTimeout(resolve, every))
        continue
      }
      process.stdout.write(`${stage} ${status}\n`)
      if (status === 'running' || status === 'passed') return 0
      return status === 'failed' ? 1 : 2
    }
  },
}
