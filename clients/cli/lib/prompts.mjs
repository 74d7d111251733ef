import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { need, tell } from './answers.mjs'
import { UsageError } from './server.mjs'

const address = name => `/prompts/${encodeURIComponent(name)}`

/** Files of a directory with the names of their prompts: `triage/diagnose.yaml` is `triage/diagnose`. */
async function promptsIn(folder) {
  const files = (await readdir(folder, { recursive: true })).filter(file => /\.(ya?ml|json)$/.test(file)).sort()
  if (files.length === 0) throw new UsageError(`There is no .yaml, .yml or .json in ${folder}.`)
  const named = files.map(file => ({
    file: path.join(folder, file),
    name: file
      .split(path.sep)
      .join('/')
      .replace(/\.\w+$/, ''),
  }))
  const twice = named.find(({ name }, at) => named.findIndex(other => other.name === name) !== at)
  if (twice) throw new UsageError(`${twice.name} stands in two files.`)
  return named
}

function numberOf(text) {
  if (!/^\d+$/.test(text)) throw new UsageError(`${text} is no version: give its number, such as 3.`)
  return Number(text)
}

export const promptCommands = {
  /** The server reads YAML: a client without dependencies need not. 1 where lint found an error. */
  async 'prompts push'(server, [folder], { label, json }) {
    const pushed = []
    for (const { file, name } of await promptsIn(need(folder, 'The directory'))) {
      const type = file.endsWith('.json') ? 'application/json' : 'application/yaml'
      const put = server('PUT', `${address(name)}/versions`, await readFile(file, 'utf8'), type)
      const answer = await put.catch(error => {
        throw new UsageError(`${file}: ${error.message}`)
      })
      pushed.push(answer)
      if (label !== undefined) {
        const { move } = await server('PUT', `${address(name)}/labels/${encodeURIComponent(label)}`, {
          version: answer.version,
        })
        if (move?.state === 'waiting') process.stderr.write(`${name}: ${label} waits for approval\n`)
      }
      if (json) continue
      process.stdout.write(`${name} v${answer.version}${answer.created ? ' new' : ''}\n`)
      for (const { severity, message } of answer.lint) process.stdout.write(`  ${severity}: ${message}\n`)
    }
    if (json) process.stdout.write(`${JSON.stringify(pushed)}\n`)
    return pushed.some(({ lint }) => lint.some(({ severity }) => severity === 'error')) ? 1 : 0
  },
  async 'prompts evidence'(server, [name, version, run], values) {
    const of = `${address(need(name, 'The prompt'))}/versions/${encodeURIComponent(need(version, 'The version'))}`
    return tell(await server('POST', `${of}/evals`, { evalRunId: need(run, 'The run') }), values)
  },
  async 'prompts compare'(server, [name, from, to], values) {
    const query = new URLSearchParams({ ...(from ? { from } : {}), ...(to ? { to } : {}) })
    return tell(await server('GET', `${address(need(name, 'The prompt'))}/compare?${query}`), values)
  },
  /** Begins to move a label in stages, and prints the rollout. The key needs the scope admin. */
  async 'prompts stage'(server, [name, version], { agent, environment = 'production', label, strategy, json }) {
    const prompt = { name: need(name, 'The prompt'), version: numberOf(need(version, 'The version')) }
    const answer = await server('POST', '/rollouts', {
      agent: need(agent, '--agent'),
      environment,
      prompt: label === undefined ? prompt : { ...prompt, label },
      ...(strategy === undefined ? {} : { strategy }),
    })
    process.stdout.write(`${json ? JSON.stringify(answer) : answer.id}\n`)
    return 0
  },
  async 'rag check'(server, [file], { pipeline, commit, release, ...values }) {
    const evidence = JSON.parse(await readFile(need(file, 'The file'), 'utf8'))
    const named = { ...(pipeline ? { pipeline } : {}), ...(commit ? { commit } : {}), ...(release ? { release } : {}) }
    return tell(await server('POST', '/rag-checks', { ...evidence, ...named }), values)
  },
}
