import { spawnSync } from 'node:child_process'
import { existsSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { findPython, venv } from '../clients/conformance/python.ts'

const root = path.resolve(import.meta.dirname, '..')
const clients = path.join(root, 'clients/python')
const wanted = path.join(clients, 'conformance/requirements.txt')
const installed = path.join(venv, 'installed')

const run = (command: string, args: readonly string[], cwd = root, env: Record<string, string> = {}) =>
  spawnSync(command, args, { cwd, stdio: 'inherit', env: { ...process.env, ...env } }).status === 0

/** uv fetches a hundred packages at once, where pip needs minutes. */
function install(python: string): boolean {
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check']
  if (!run(python, [...pip, 'uv'])) return run(python, [...pip, '-r', wanted])
  return run(python, ['-m', 'uv', 'pip', 'install', '--quiet', '--python', python, '-r', wanted])
}

/** A virtual environment with the frameworks, made again when their versions change. Says where it cannot be made. */
function withFrameworks(system: string): string {
  const python = path.join(venv, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return python
  console.log('Making a virtual environment with the frameworks; the first time takes a minute.')
  const made = run(system, ['-m', 'venv', venv]) && install(python)
  if (!made) {
    console.log('The frameworks cannot be installed here: only the client itself is tested.')
    return system
  }
  writeFileSync(installed, '')
  utimesSync(installed, new Date(), new Date())
  return python
}

const system = findPython()
if (system === null) {
  console.log('There is no Python 3.10 or newer on this machine: the Python client is not tested.')
  process.exit(0)
}
const python = process.env.HOLDPOINT_PYTHON ?? withFrameworks(system)
const suite = run(python, ['-m', 'unittest', 'discover', '-q'], clients)
const all = { HOLDPOINT_CONFORMANCE: 'all', HOLDPOINT_PYTHON: python }
const held = run(process.execPath, [path.join(root, 'scripts/conformance.ts')], root, all)
process.exit(suite && held ? 0 : 1)
