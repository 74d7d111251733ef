/** A process by its machine and its start as well: another container may share a folder, and numbers are given again. */
export interface ProcessMark {
  pid: number
  host: string
  began: string | null
}

/** So long what another machine keeps is left to it: nobody here can ask whether its process lives. */
const foreignMs = 3_600_000

/** Null where there is no process to speak of: in a browser or an edge runtime. */
export async function thisProcess(): Promise<ProcessMark | null> {
  if (typeof process === 'undefined' || typeof process.pid !== 'number') return null
  return { pid: process.pid, host: await hostName(), began: await beganOf(process.pid) }
}

/** Whether the process that kept something at this time may still say better. */
export async function maySayBetter({ pid, host, began }: ProcessMark, at: number): Promise<boolean> {
  if (host !== (await hostName())) return Date.now() - at < foreignMs
  try {
    process.kill(pid, 0)
  } catch (error) {
    // It is there and another user's.
    if ((error as { code?: string }).code !== 'EPERM') return false
  }
  return (await beganOf(pid)) === began
}

const hostName = () => import('node:os').then(({ hostname }) => hostname())

/** When a process began, where the system says so. */
const beganOf = (pid: number): Promise<string | null> =>
  import('node:fs/promises')
    .then(({ readFile }) => readFile(`/proc/${pid}/stat`, 'utf8'))
    .then(text => text.slice(text.lastIndexOf(') ') + 2).split(' ')[19] ?? null)
    .catch(() => null)
