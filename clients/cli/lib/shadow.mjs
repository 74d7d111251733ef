import { readFile } from 'node:fs/promises'
import { need, secondsOf } from './answers.mjs'
import { UsageError } from './server.mjs'

const every = 2_000
/** Pairs in one request. */
const batch = 100
const addressOf = id => `/rollouts/${encodeURIComponent(need(id, 'The rollout'))}`

/** A candidate that answers where no user is, beside what serves. The key needs the scope admin: it begins a rollout. */
export const shadowCommands = {
  /** Ends the shadow of an older release there, and begins one for this. Prints the rollout. */
  async 'shadow start'(server, [agent], { release, baseline, environment = 'shadow', strategy }) {
    const query = new URLSearchParams({ agent: need(agent, 'The agent') })
    need(release, '--release')
    const serves = baseline ?? (await serving(server, query))
    const active = await server('GET', `/rollouts?${query}&${new URLSearchParams({ environment, state: 'active' })}`)
    for (const { id, revision } of active.items)
      await server('POST', `${addressOf(id)}/abort`, {
        expectedRevision: revision,
        reason: `${release} comes instead.`,
      })
    const place = `/allocations/${encodeURIComponent(agent)}/${encodeURIComponent(environment)}`
    await server('PUT', place, { release: serves, reason: `What ${release} is compared with in the shadow.` })
    const asked = { agent, environment, candidate: release, baseline: serves, strategy: need(strategy, '--strategy') }
    const { id } = await server('POST', '/rollouts', asked)
    process.stdout.write(`${id}\n`)
    return 0
  },
  async 'shadow report'(server, [rollout, file]) {
    need(rollout, 'The rollout')
    const pairs = JSON.parse(await readFile(need(file, 'The file'), 'utf8'))
    if (!Array.isArray(pairs) || pairs.length === 0) throw new UsageError(`${file} is no list of pairs.`)
    let stored = 0
    for (let from = 0; from < pairs.length; from += batch)
      stored += (await server('POST', '/shadow-pairs', { rollout, pairs: pairs.slice(from, from + batch) })).stored
    process.stdout.write(`${stored} pairs stored\n`)
    return 0
  },
  /** 0 when the shadow has passed, 1 when it has failed, 2 when neither came in time. */
  async 'shadow wait'(server, [id], { wait }) {
    const end = Date.now() + secondsOf(wait) * 1_000
    for (;;) {
      const { state, phase, endedAt, whyNotPromoted, transitions } = await server('GET', addressOf(id))
      const passed = transitions.some(({ rule }) => rule === 'shadow-passed')
      if (passed || phase !== null || endedAt !== null || Date.now() >= end) {
        process.stdout.write(
          passed ? 'shadow passed\n' : `shadow ${state}: ${endingOf(transitions) || whyNotPromoted}\n`,
        )
        if (passed) return 0
        return state === 'rolled_back' ? 1 : 2
      }
      await new Promise(resolve => setTimeout(resolve, every))
    }
  },
}

const endingOf = ([last]) => (last?.to.startsWith('rolled_back') ? last.message : '')

async function serving(server, query) {
  const { items } = await server('GET', `/allocations?${query}`)
  const found = items.find(({ environment }) => environment === 'production')?.baseline
  if (!found) throw new UsageError('No release is recorded as serving in production. Name it with --baseline.')
  return found
}
