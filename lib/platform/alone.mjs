// Plain JavaScript, because scripts/start.mjs runs it on whatever Node the machine has.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

/** Slips this process has signed, for itself and for the tools it runs. */
const mine = new Set()

/**
 * The process's pid with the tick of the machine's clock it began at (Linux; elsewhere 0), so that a reused pid is
 * nobody's. Null for one that has ended, or has and is not yet collected.
 * @param {number} pid
 * @returns {string | null}
 */
function identity(pid) {
  try {
    // The name, in parentheses, may hold anything. After it: the state is the 1st field, the beginning the 20th.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return fields[0] === 'Z' || fields[0] === 'X' ? null : `${pid}-${fields[19]}`
  } catch {
    if (process.platform === 'linux') return null
  }
  try {
    process.kill(pid, 0)
    return `${pid}-0`
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM' ? `${pid}-0` : null
  }
}

/**
 * Counts a tool among those who are at work in the folder, so that it is waited for even when its parent was killed.
 * @param {string} folder
 * @param {number | undefined} pid
 * @returns {() => void} strikes it out again
 */
export function sign(folder, pid) {
  const name = pid === undefined ? null : identity(pid)
  if (name === null) return () => {}
  const slip = join(folder, name)
  mine.add(name)
  writeFileSync(slip, '')
  return () => {
    rmSync(slip, { force: true })
    mine.delete(name)
  }
}

/**
 * A living process of somebody else's that has signed; slips of the dead are removed.
 * @param {string} folder
 * @returns {number | null}
 */
function somebody(folder) {
  for (const name of readdirSync(folder)) {
    if (mine.has(name)) continue
    const pid = Number(name.split('-')[0])
    if (identity(pid) === name) return pid
    rmSync(join(folder, name), { force: true })
  }
  return null
}

/**
 * Does the work while no other process does any in this folder. Each signs first and then looks who else has: of two,
 * at least the later one sees the other, and steps back. A killed process is none, so nothing has to be cleaned up.
 * @template T
 * @param {string} folder made when it is missing
 * @param {(pid: number) => void} waiting called once, when somebody else is at work
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(folder, waiting, work) {
  let announced = false
  for (;;) {
    mkdirSync(folder, { recursive: true })
    const strike = sign(folder, process.pid)
    const other = somebody(folder)
    if (other === null) return work().finally(strike)
    strike()
    if (!announced) waiting(other)
    announced = true
    // Of random length, so that two who saw each other do not go on doing so.
    await setTimeout(100 + Math.random() * 300)
  }
}
