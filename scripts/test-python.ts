import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findPython, proxyVenv, pythonIn, venv } from '../clients/conformance/python.ts'

const root = path.resolve(import.meta.dirname, '..')
const clients = path.join(root, 'clients/python')
/** LiteLLM's proxy wants other versions than the frameworks, and has an environment of its own, with the newest of MCP and OpenAI Agents. */
const requirements = new Map([
  [venv, path.join(clients, 'conformance/requirements.txt')],
  [proxyVenv, path.join(clients, 'conformance/requirements-litellm.txt')],
])
/** For each step of an installation. Whoever is blocked by a network often waits for ever. */
const timeout = 180_000

const run = (command: string, args: readonly string[], cwd = root, env: Record<string, string> = {}) =>
  spawnSync(command, args, { cwd, stdio: 'inherit', env: { ...process.env, ...env } }).status === 0

const install = (command: string, args: readonly string[]) =>
  spawnSync(command, args, { cwd: root, stdio: 'inherit', timeout }).status === 0

/** Says how long a part took: the whole has to fit into CI. */
function timed<T>(what: string, work: () => T): T {
  const began = Date.now()
  const result = work()
  console.log(`${what}: ${((Date.now() - began) / 1000).toFixed(1)} s`)
  return result
}

/** What pip and uv write where the package index cannot be reached. */
const unreachable =
  /failed to (fetch|download)|error sending request|offline|max retries|retrying|timed? ?out|name resolution/i

/** Packages that cannot be had because nobody answers are left out. What is wrong in our own list fails: it would never be noticed. */
function installAll(python: string, wanted: string): boolean {
  const args = ['-m', 'uv', 'pip', 'install', '--quiet', '--python', python, '-r', wanted]
  const { status, stderr } = spawnSync(pythonIn(venv), args, {
    cwd: root,
    stdio: ['inherit', 'inherit', 'pipe'],
    timeout,
  })
  process.stderr.write(stderr)
  if (status === 0) return true
  // Without a status it was ended after its time.
  if (status === null || unreachable.test(stderr.toString())) return false
  throw new Error(`${path.relative(root, wanted)} cannot be installed, although the package index answers.`)
}

const uv = (...args: string[]) => install(pythonIn(venv), ['-m', 'uv', ...args])

/** A virtual environment, made again when its versions change. uv fetches a hundred packages at once; pip needs minutes. */
function make(system: string, folder: string): boolean {
  const wanted = requirements.get(folder) ?? ''
  const installed = path.join(folder, 'installed')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return true
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check']
  const python = pythonIn(folder)
  const made =
    install(system, ['-m', 'venv', ...(folder === venv ? [] : ['--without-pip']), folder]) &&
    (folder !== venv || install(python, [...pip, 'uv'])) &&
    installAll(python, wanted)
  if (made) writeFileSync(installed, '')
  return made
}

/** The client as `pip install ./clients/python` brings it into an empty environment, imported from elsewhere. */
function installs(): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdpoint-pip-'))
  const python = pythonIn(folder)
  const script = `import holdpoint, importlib.metadata as m
files = {str(f) for f in m.files("holdpoint")}
assert holdpoint.__version__ == m.version("holdpoint") and "site-packages" in holdpoint.__file__
assert {"holdpoint/py.typed", "holdpoint/adapters/crewai.py"} <= files
assert not any(f.startswith(("tests", "conformance")) for f in files), files`
  const done =
    uv('venv', '--quiet', '--python', pythonIn(venv), folder) &&
    uv('pip', 'install', '--quiet', '--python', python, `${clients}[verify]`) &&
    run(python, ['-c', script], folder)
  rmSync(folder, { recursive: true, force: true })
  return done
}

const system = findPython()
if (system === null) {
  console.log('There is no Python 3.10 or newer on this machine: the Python client is not tested.')
  process.exit(0)
}
const given = process.env.HOLDPOINT_PYTHON
const made = timed('The virtual environments', () =>
  given ? [] : [venv, proxyVenv].map(folder => make(system, folder)),
)
if (made.includes(false))
  console.log('Not every framework can be installed here: those that are missing are not tested.')
const python = given ?? (made[0] ? pythonIn(venv) : system)
const parts = [
  timed('The client itself', () => run(python, ['-m', 'unittest', 'discover', '-q'], clients)),
  timed('pip install', () => !made[0] || installs()),
  timed('The frameworks', () =>
    run(process.execPath, [path.join(root, 'scripts/conformance.ts'), ...process.argv.slice(2)], root, {
      HOLDPOINT_PYTHON: python,
    }),
  ),
]
process.exit(parts.every(Boolean) ? 0 : 1)
