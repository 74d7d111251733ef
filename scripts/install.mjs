// Plain JavaScript, like start.mjs.
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { alone, sign } from '../lib/platform/alone.mjs'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const modules = join(root, 'node_modules')
const own = join(modules, '.holdpoint')
const stampFile = join(own, 'installed')
/** There while packages are being written; still there afterwards when that was interrupted. */
const unfinished = join(own, 'installing')

/** Our own Node, from npm: what everything but this file and start.mjs runs on. */
export const node = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/** Somebody pressed Ctrl-C; there is nothing to explain. */
export class Stopped extends Error {}

const stamp = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(process.platform + process.arch)
    .digest('hex')

export const installed = () => existsSync(node) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp()

/** Command and first words of the npm that runs us, else of the one in PATH. */
function npm() {
  const path = process.env.npm_execpath
  return path && basename(path).startsWith('npm') ? [process.execPath, path] : ['npm']
}

// Each is set explicitly, because a machine's own npm configuration may differ: NODE_ENV=production leaves out what
// the build needs, and which Node runs npm says nothing of the Node that the packages will run on.
const asLocked = ['--no-save', '--package-lock', '--include=dev', '--include=optional', '--include=peer', '--bin-links']
const quietly = ['--no-audit', '--no-fund', '--no-engine-strict', '--loglevel=error']

const ownCache = join(own, 'npm-cache')

/** npm's cache in the clone for this once, where the user's own cannot be written: a read-only or missing home. */
function cache() {
  const theirs = process.env.npm_config_cache ?? join(homedir(), '.npm')
  try {
    if (!existsSync(theirs)) mkdirSync(theirs)
    accessSync(theirs, constants.W_OK)
    return []
  } catch {
    return ['--cache', ownCache]
  }
}

/** The packages whose install scripts may run, of those this machine has. npm before 12 would run them all. */
function trusted() {
  const { allowScripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return Object.keys(allowScripts).filter(name => allowScripts[name] && existsSync(join(modules, name)))
}

/** Installs what the lockfile names, unless another start of this clone has meanwhile. */
export async function install({ run, stopped }) {
  const folder = join(own, 'busy')
  const waiting = pid => console.log(`Waiting for another start (process ${pid}) that installs here …`)
  await alone(folder, waiting, async () => {
    if (installed()) return
    const execute = async words => {
      const [command, ...args] = [...npm(), ...words]
      const { code, signal } = await run(command, args, {}, pid => sign(folder, pid))
      if (stopped()) throw new Stopped()
      if (code === 0) return
      // npm undid what it had begun, unless it was killed.
      if (!signal) rmSync(unfinished, { force: true })
      throw new Error(`The packages could not be installed: npm ${words[0]} ended with ${code}. It says why above.`)
    }
    begin()
    const how = [...quietly, ...cache()]
    await execute(['install', ...asLocked, '--ignore-scripts', ...how])
    await execute(['rebuild', ...trusted(), '--no-ignore-scripts', ...how])
    rmSync(ownCache, { recursive: true, force: true })
    if (!existsSync(node))
      throw new Error(`npm installed no Node for this machine (${process.platform} ${process.arch}).`)
    writeFileSync(stampFile, stamp())
    rmSync(unfinished)
  })
}

function begin() {
  if (existsSync(unfinished)) {
    console.log('The last install was interrupted: beginning again …')
    // What a killed npm left half-written looks whole to the next one.
    for (const name of readdirSync(modules)) if (name !== '.holdpoint') rmSync(join(modules, name), { recursive: true })
  }
  console.log('Installing packages (at the first start and after upgrades: one to five minutes) …')
  mkdirSync(own, { recursive: true })
  rmSync(stampFile, { force: true })
  writeFileSync(unfinished, '')
}
