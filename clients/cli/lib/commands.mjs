import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { serverOf, UsageError } from './server.mjs'

const help = `holdpoint import junit|promptfoo|json FILE --suite NAME
holdpoint eval start --suite NAME --mode mocked|real
holdpoint eval report RUN FILE
holdpoint eval finish RUN
holdpoint eval verdict RUN
holdpoint compare RUN RUN …

--level --release --agent --commit --branch --baseline --suite-version   of the run
--markdown FILE   writes the verdict there too
--json            prints the answer of the server
HOLDPOINT_URL and HOLDPOINT_API_KEY say where and who.
Exit codes: 0 pass, 1 fail, 2 inconclusive or error.
`

const text = { type: 'string' }
const options = {
  ...{ suite: text, mode: text, level: text, release: text, agent: text, commit: text, branch: text, baseline: text },
  ...{ 'suite-version': text, markdown: text, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
}
const codes = { pass: 0, fail: 1, inconclusive: 2 }
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

const need = (value, what) => {
  if (value === undefined || value === '') throw new UsageError(`${what} is missing.`)
  return value
}
const about = ({ suite, mode, level, release, agent, commit, branch }) =>
  Object.fromEntries(
    Object.entries({ suite, mode, level, release, agent, commit, branch }).filter(([, value]) => value !== undefined),
  )
const address = id => `/eval-runs/${encodeURIComponent(id)}`

async function tell(verdict, { json, markdown }) {
  if (markdown !== undefined) await writeFile(markdown, verdict.markdown)
  process.stdout.write(json ? `${JSON.stringify(verdict)}\n` : verdict.markdown)
  return codes[verdict.verdict] ?? 2
}

const commands = {
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
    const results = Array.isArray(content) ? content : content.results
    if (!Array.isArray(results)) throw new UsageError(`${file} is neither a list of results nor {"results": […]}.`)
    let stored = 0
    for (let from = 0; from < results.length; from += batch) {
      const part = results.slice(from, from + batch)
      stored += (await server('POST', `${address(id)}/results`, { results: part })).stored
    }
    process.stdout.write(values.json ? `${JSON.stringify({ stored })}\n` : `${stored} scores stored\n`)
    return 0
  },
  async 'eval finish'(server, [id], values) {
    return tell(await server('POST', `${address(need(id, 'The run'))}/finish`), values)
  },
  async 'eval verdict'(server, [id], values) {
    return tell(await server('GET', `${address(need(id, 'The run'))}/verdict`), values)
  },
  async compare(server, ids, values) {
    if (ids.length < 2) throw new UsageError('Name two to five runs, the first of them the one to compare with.')
    const query = new URLSearchParams({ runs: ids.join(','), only: 'worse', limit: '50' })
    const answer = await server('GET', `/eval-runs/compare?${query}`)
    const figure = value => (value === null ? '–' : value.toFixed(3))
    const lines = answer.items.map(
      ({ scenario, runs, delta }) =>
        `${scenario}\t${runs.map(({ score }) => figure(score)).join('\t')}\t${figure(delta)}`,
    )
    const head = `${answer.suite}: ${answer.worse} worse, ${answer.better} better`
    process.stdout.write(values.json ? `${JSON.stringify(answer)}\n` : `${[head, ...lines].join('\n')}\n`)
    return 0
  },
}
