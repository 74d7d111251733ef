import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Of Linux; the same on every machine that we know. */
const ticksASecond = 100

interface Stat {
  parent: number
  /** Of the process, all its threads. */
  own: number
  /** Of children that have ended. */
  ended: number
}

/** Milliseconds of CPU, or null where the process is gone. */
function statOf(pid: number): Stat | null {
  try {
    // The name in parentheses may hold anything.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number)
    const [parent = 0, user = 0, system = 0, endedUser = 0, endedSystem = 0] = [1, 11, 12, 13, 14].map(at => fields[at])
    const ms = 1_000 / ticksASecond
    return { parent, own: (user + system) * ms, ended: (endedUser + endedSystem) * ms }
  } catch {
    return null
  }
}

export interface Cpu {
  server: number
  postgres: number
}

/** The CPU that a Holdpoint with a PostgreSQL of its own has used, in milliseconds. Linux only. */
export function cpuOf({ pid, dataDir }: { pid: number; dataDir: string }): Cpu {
  const [cluster = ''] = readdirSync(dataDir).filter(name => /^pg\d+$/.test(name))
  return cpuOfPair(pid, Number(readFileSync(path.join(dataDir, cluster, 'postmaster.pid'), 'utf8').split('\n')[0]))
}

/** The same, by the first process of each. */
export function cpuOfPair(pid: number, postmaster: number): Cpu {
  const root = statOf(postmaster)
  let postgres = (root?.own ?? 0) + (root?.ended ?? 0)
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : null
    if (stat?.parent === postmaster) postgres += stat.own
  }
  return { server: statOf(pid)?.own ?? 0, postgres }
}
