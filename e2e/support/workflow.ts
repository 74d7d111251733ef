import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

const variables = z.record(z.string(), z.string())
const workflow = z.object({
  env: variables.default({}),
  jobs: z.record(
    z.string(),
    z.object({
      steps: z.array(
        z.object({
          name: z.string().optional(),
          uses: z.string().optional(),
          run: z.string().optional(),
          if: z.string().optional(),
          env: variables.default({}),
        }),
      ),
    }),
  ),
})

interface Runner {
  /** Where the repository lies: `uses: actions/checkout` has brought it there. */
  folder: string
  /** What the machine has anyway: PATH, GITHUB_SHA. */
  env: Record<string, string>
  /** What stands between `${{` and `}}`. */
  values: Record<string, string>
  onStep?: (name: string) => void
}

interface StepOutcome {
  name: string
  code: number
  output: string
}

/** Runs the steps of a workflow of GitHub Actions in order, each in a shell of its own, as a runner does. */
export async function runWorkflow(file: unknown, { folder, env, values, onStep }: Runner): Promise<StepOutcome[]> {
  const { jobs, env: shared } = workflow.parse(file)
  const filled = (text: string) =>
    text.replaceAll(/\$\{\{\s*(.+?)\s*\}\}/g, (_, name: string) => {
      const value = values[name]
      if (value === undefined) throw new Error(`the workflow asks for ${name}`)
      return value
    })
  const fill = (all: Record<string, string>) =>
    Object.fromEntries(Object.entries(all).map(([name, value]) => [name, filled(value)]))
  const own = mkdtempSync(path.join(folder, 'runner-'))
  const kept = path.join(own, 'env')
  writeFileSync(kept, '')
  const outcomes: StepOutcome[] = []
  for (const { name = '', run, uses, if: condition, env: more } of Object.values(jobs).flatMap(({ steps }) => steps)) {
    if (uses !== undefined && run === undefined) continue
    if (condition !== undefined && condition !== 'failure()')
      throw new Error(`it does not know the condition ${condition}`)
    const failed = outcomes.some(({ code }) => code !== 0)
    if (failed !== (condition === 'failure()')) continue
    onStep?.(name)
    const script = path.join(own, `${outcomes.length}.sh`)
    writeFileSync(script, filled(run ?? ''))
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
      cwd: folder,
      env: { ...env, ...fill(shared), ...keptOf(kept), ...fill(more), GITHUB_ENV: kept, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output += chunk))
    const [code] = await once(child, 'close')
    outcomes.push({ name, code: Number(code ?? 1), output })
  }
  return outcomes
}

/** What earlier steps wrote for later ones: NAME=value, a line each. */
const keptOf = (file: string): Record<string, string> =>
  Object.fromEntries(
    readFileSync(file, 'utf8')
      .split('\n')
      .filter(line => line.includes('='))
      .map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
