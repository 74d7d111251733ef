import { readFileSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { StartError } from '#lib/platform/start-error.ts'

/** The account PostgreSQL runs as: it does not run as root, so root hands it to an unprivileged one. */
export interface Account {
  name: string
  uid: number
  gid: number
}

/** Null: this process's own. `files`: those of a database that may be there, whose owner goes on having them. */
export function unprivilegedAccount(files: string): Account | null {
  if (process.getuid?.() !== 0) return null
  const lines = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map(line => line.split(':'))
  const owner = statSync(files, { throwIfNoEntry: false })
  if (owner && owner.uid !== 0) {
    const [name = `the user ${owner.uid}`] = lines.find(([, , uid]) => Number(uid) === owner.uid) ?? []
    return { name, uid: owner.uid, gid: owner.gid }
  }
  const entry = lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody')
  if (!entry)
    throw new StartError('As root, PostgreSQL needs an account named postgres or nobody to run as; there is none.')
  return { name: entry[0] ?? '', uid: Number(entry[2]), gid: Number(entry[3]) }
}

/** The outermost folder on the way to a place that is closed to the account, or the place itself; null: it may enter. */
export function closedTo(account: Account | null, place: string): string | null {
  if (!account) return null
  let closed: string | null = null
  for (let at = realpathSync(place); ; at = path.dirname(at)) {
    const { mode, uid, gid } = statSync(at)
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) closed = at
    if (at === path.dirname(at)) return closed
  }
}
