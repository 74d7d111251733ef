import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { need, secondsOf, tell } from './answers.mjs'
import { comparison } from './comparison.mjs'
import { pipelineCommands } from './pipelines.mjs'
import { promptCommands } from './prompts.mjs'
import { serverOf, UsageError } from './server.mjs'
import { shadowCommands } from './shadow.mjs'

const help = `holdpoint import junit|promptfoo|json FILE --suite NAME
holdpoint eval start --suite NAME --mode mocked|real
holdpoint eval report RUN FILE
holdpoint eval finish RUN
holdpoint eval verdict RUN
holdpoint compare RUN RUN …                       2 to 5 runs, the first is compared with
holdpoint scenarios FILE.csv|FILE.jsonl --suite NAME   adds them to the suite
holdpoint prompts push DIRECTORY [--label NAME]    YAML or JSON, a prompt a file
holdpoint prompts evidence PROMPT VERSION RUN      the run was made with it: against production
holdpoint prompts compare PROMPT [FROM TO]
holdpoint prompts stage PROMPT VERSION --agent NAME [--environment NAME] [--label NAME] [--strategy NAME]   moves a label in stages
holdpoint rag check FILE.json [--pipeline NAME]
holdpoint release register NAME FILE.json
holdpoint pipeline start PIPELINE --release NAME [--event push|pull_request]
holdpoint pipeline stage RUN STAGE STATUS [--run EVAL_RUN] [--rollout ROLLOUT] [--url REPORT] [--note TEXT]
holdpoint pipeline needs RUN STAGE                 0: to be done, 1: it has passed already, also in a run before
holdpoint pipeline wait RUN STAGE [--wait SECONDS]   until a person has decided
holdpoint shadow start AGENT --release NAME --strategy NAME [--baseline NAME] [--environment NAME]
holdpoint shadow report ROLLOUT FILE.json          answers of both releases to the same requests
holdpoint shadow wait ROLLOUT [--wait SECONDS]     until the shadow has passed or failed

--level --release --agent --commit --branch --baseline --suite-version   of the run
--wait SECONDS    eval finish: for scores that are still being found; 600
--replace         scenarios: in the place of all
--markdown FILE   writes the verdict or the comparison there too
--json            prints the answer of the server
HOLDPOINT_URL and HOLDPOINT_API_KEY say where and who.
Exit codes: 0 pass, 1 fail, 2 inconclusive or error.
`

const text = { type: 'string' }
const options = {
  ...{ suite: text, mode: text, level: text, release: text, agent: text, commit: text, branch: text, baseline: text },
  ...{ label: text, pipeline: text, event: text, run: text, rollout: text, url: text, note: text },
  ...{ environment: text, strategy: text },
  ...{ wait: text, replace: { type: 'boolean' } },
  ...{ 'suite-version': text, markdown: text, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
}
/** Rows of results in one request. */
const batch = 5_000
const types = { junit: 'application/xml', promptfoo: 'application/json', json: 'application/json' }

/** Runs one command; its exit code. Throws what a person must read. */
export async function run(args, env) {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  if (values.help || positionals.length === 0) {
    process.stdout.write(help)
    return values.help ? 0 : 2
  }
  const [first, second] = positionals
  const command = commands[`${first} ${second}`] ?? commands[first]
  if (!command) throw new UsageError(`There is no command ${positionals.join(' ')}.\n\n${help}`)
  const rest = commands[`${first} ${second}`] ? positionals.slice(2) : positionals.slice(1)
  return command(serverOf(env), rest, { ...ofCi(env), ...values })
}

/** What the CI systems tell of the commit; options go before it. */
function ofCi(env) {
  const commit = env.GITHUB_SHA ?? env.CI_COMMIT_SHA ?? env.BUILDKITE_COMMIT
  const branch = env.GITHUB_HEAD_REF || env.GITHUB_REF_NAME || env.CI_COMMIT_REF_NAME || env.BUILDKITE_BRANCH
  return { ...(commit ? { commit } : {}), ...(branch ? { branch } : {}) }
}

const about = ({ suite, mode, level, release, agent, commit, branch }) =>
  Object.fromEntries(
    Object.entries({ suite, mode, level, release, agent, commit, branch }).filter(([, value]) => value !== undefined),
  )
const address = id => `/eval-runs/${encodeURIComponent(id)}`

/** Waits until the server has found the scores that it owes; what it has by the end counts. */
async function scored(server, id, first, seconds) {
  const end = Date.now() + seconds * 1_000
  let verdict = first
  while (verdict.scoring > 0 && Date.now() < end) {
    await new Promise(resolve => setTimeout(resolve, 1_000))
    verdict = await server('GET', `${address(id)}/verdict`)
  }
  return verdict
}

const commands = {
  ...promptCommands,
  ...pipelineCommands,
  ...shadowCommands,
  async scenarios(server, [file], values) {
    const kind = /\.(csv|jsonl)$/.exec(need(file, 'The file'))?.[1]
    if (!kind) throw new UsageError(`${file} ends neither in .csv nor in .jsonl.`)
    const mode = values.replace ? 'replace' : 'add'
    const path = `/suites/${encodeURIComponent(need(values.suite, '--suite'))}/scenarios/${kind}?mode=${mode}`
    const type = kind === 'csv' ? 'text/csv' : 'application/jsonl'
    const answer = await server('POST', path, await readFile(file, 'utf8'), type)
    const { suite, version, scenarios, added } = answer
    const text = `${suite} version ${version}: ${scenarios} scenarios, ${added} of them new`
    process.stdout.write(values.json ? `${JSON.stringify(answer)}\n` : `${text}\n`)
    return 0
  },
  async import(server, [tool, file], values) {
    const type = types[need(tool, 'junit, promptfoo or json')]
    if (!type) throw new UsageError(`${tool} is none of junit, promptfoo and json.`)
    need(values.suite, '--suite')
    const content = await readFile(need(file, 'The file'), 'utf8')
    return tell(
      await server('POST', `/eval-runs/import/${tool}?${new URLSearchParams(about(values))}`, content, type),
      values,
    )
  },
  async 'eval start'(server, _, values) {
    need(values.suite, '--suite')
    need(values.mode, '--mode')
    const version = values['suite-version']
    const { id } = await server('POST', '/eval-runs', {
      ...about(values),
      ...(values.baseline ? { baselineRunId: values.baseline } : {}),
      ...(version ? { suiteVersion: Number(version) } : {}),
    })
    process.stdout.write(`${id}\n`)
    return 0
  },
  async 'eval report'(server, [id, file], values) {
    need(id, 'The run')
    const content = JSON.parse(await readFile(need(file, 'The file'), 'utf8'))
    const { results = [], outputs = [] } = Array.isArray(content) ? { results: content } : content
    if (!Array.isArray(results) || !Array.isArray(outputs) || results.length + outputs.length === 0)
      throw new UsageError(`${file} is neither a list of results nor {"results": […], "outputs": […]}.`)
    const rows = [...results.map(row => ['results', row]), ...outputs.map(row => ['outputs', row])]
    let stored = 0
    for (let from = 0; from < rows.length; from += batch) {
      const body = { results: [], outputs: [] }
      for (const [of, row] of rows.slice(from, from + batch)) body[of].push(row)
      stored += (await server('POST', `${address(id)}/results`, body)).stored
    }
    process.stdout.write(values.json ? `${JSON.stringify({ stored })}\n` : `${stored} scores stored\n`)
    return 0
  },
  async 'eval finish'(server, [id], values) {
    const seconds = secondsOf(values.wait)
    const verdict = await server('POST', `${address(need(id, 'The run'))}/finish`)
    return tell(await scored(server, id, verdict, seconds), values)
  },
  async 'eval verdict'(server, [id], values) {
    return tell(await server('GET', `${address(need(id, 'The run'))}/verdict`), values)
  },
  async compare(server, ids, values) {
    if (ids.length < 2 || ids.length > 5)
      throw new UsageError('Name two to five runs, the first of them the one to compare with.')
    const query = new URLSearchParams({ runs: ids.join(','), limit: '50' })
    const answer = await server('GET', `/eval-runs/compare?${query}`)
    const text = comparison(answer)
    if (values.markdown !== undefined) await writeFile(values.markdown, text)
    process.stdout.write(values.json ? `${JSON.stringify(answer)}\n` : text)
    return 0
  },
}
