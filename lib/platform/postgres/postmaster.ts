import { existsSync, readFileSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** What a PostgreSQL server wrote down when it began, perhaps long ago. */
export interface Postmaster {
  pid: number
  port: number
}

const file = (dir: string) => path.join(dir, 'postmaster.pid')

/** The server that `postmaster.pid` names, dead or alive; null when there is no such file. */
export function recordedPostmaster(dir: string): Postmaster | null {
  if (!existsSync(file(dir))) return null
  const lines = readFileSync(file(dir), 'utf8').split('\n')
  return { pid: Number(lines[0]), port: Number(lines[3]) }
}

/** Whether the process is alive and the server of these files, not one that has since been given the same pid. */
export function serves(pid: number, dir: string): boolean {
  if (!(pid > 0)) return false
  try {
    // A server's working directory is its data directory.
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dir)
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/**
 * Makes PostgreSQL disregard a recorded pid that some other process has now. The file stays, with our own pid: the
 * server takes its grandparent's for a coincidence, yet still checks that no child of a killed server has its memory.
 */
export function disown(dir: string): void {
  const lines = readFileSync(file(dir), 'utf8').split('\n')
  lines[0] = String(process.pid)
  writeFileSync(file(dir), lines.join('\n'))
}
