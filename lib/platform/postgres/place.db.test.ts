import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { packagedBinaries } from './binaries.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts'
import { databaseHome, removeDataDir, runnableBinaries } from './place.ts'

const tmp = mkdtempSync(path.join(tmpdir(), 'holdpoint-place-'))
chmodSync(tmp, 0o711)
const reachable = path.join(tmp, 'reachable')
const nobody = { name: 'nobody', uid: 65534, gid: 65534 }
afterAll(() => rmSync(tmp, { recursive: true, force: true }))

/** A data directory below one that only root may enter, as /root is. */
function closedDataDir(name: string): string {
  mkdirSync(path.join(tmp, name), { mode: 0o700 })
  return path.join(tmp, name, 'data')
}

async function ask(postgres: EmbeddedPostgres, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  return (await client.query(text).finally(() => client.end())).rows
}

const asRoot = test.runIf(process.getuid?.() === 0)

asRoot('removed, nothing of a data directory is left, wherever its database was kept', async () => {
  const dataDir = closedDataDir('removed')
  await (await startEmbeddedPostgres({ dataDir, reachable, fast: true })).stop()
  const home = path.dirname(readlinkSync(path.join(dataDir, 'pg18')))
  expect([existsSync(home), existsSync(dataDir)]).toEqual([true, true])
  removeDataDir(dataDir)
  expect([existsSync(home), existsSync(dataDir)]).toEqual([false, false])
})

asRoot(
  'where its account may not enter, the database is kept elsewhere and found again',
  async () => {
    const dataDir = closedDataDir('root')
    const lines: string[] = []
    const first = await startEmbeddedPostgres({ dataDir, reachable, say: line => lines.push(line) })
    await ask(first, 'create table kept as select 7 as n')
    await first.stop()
    const home = path.dirname(readlinkSync(path.join(dataDir, 'pg18')))
    expect(path.dirname(home)).toBe(reachable)
    expect(lines).toEqual([expect.stringContaining(home)])
    renameSync(path.join(tmp, 'root'), path.join(tmp, 'moved'))
    const second = await startEmbeddedPostgres({ dataDir: path.join(tmp, 'moved', 'data'), reachable })
    expect(await ask(second, 'select n from kept')).toEqual([{ n: 7 }])
    await second.stop()
    rmSync(home, { recursive: true })
    await expect(startEmbeddedPostgres({ dataDir: path.join(tmp, 'moved', 'data'), reachable })).rejects.toThrow(
      `The database was kept in ${home}, which is gone`,
    )
  },
  120_000,
)

asRoot('a database whose way was closed afterwards is not replaced by an empty one', () => {
  const dataDir = closedDataDir('closed')
  mkdirSync(path.join(dataDir, 'pg18'), { recursive: true })
  expect(() => databaseHome(dataDir, nobody, reachable)).toThrow(`may not enter ${path.join(tmp, 'closed')} to reach`)
  chmodSync(path.join(tmp, 'closed'), 0o711)
  expect(databaseHome(dataDir, nobody, reachable)).toBe(dataDir)
})

asRoot('a data directory of ours is opened for the account, one in a closed folder is not', () => {
  const dataDir = path.join(tmp, 'private')
  mkdirSync(dataDir, { mode: 0o700 })
  expect(databaseHome(dataDir, nobody, reachable)).toBe(dataDir)
  expect(statSync(dataDir).mode & 0o777).toBe(0o711)
})

asRoot('binaries the account cannot reach are copied once, for it to run', async () => {
  const packaged = packagedBinaries()
  const folder = path.join(closedDataDir('modules'), 'native')
  mkdirSync(path.join(folder, 'bin'), { recursive: true, mode: 0o700 })
  for (const part of ['bin/postgres', 'bin/pg_ctl']) {
    // Written by an npm under umask 077.
    copyFileSync(path.join(packaged.folder, part), path.join(folder, part))
    chmodSync(path.join(folder, part), 0o700)
  }
  const copies = await Promise.all([1, 2].map(() => runnableBinaries({ folder, version: '1-test' }, nobody, reachable)))
  expect(copies).toEqual(Array(2).fill(path.join(reachable, 'postgresql-1-test')))
  expect(statSync(path.join(copies[0] ?? '', 'bin/postgres')).mode & 0o777).toBe(0o755)
  expect(existsSync(`${copies[0]}.new`)).toBe(false)
  expect(await runnableBinaries({ folder, version: '1-test' }, null, reachable)).toBe(folder)
})

test('an ordinary user has everything in the data directory', () => {
  const dataDir = path.join(tmp, 'ordinary')
  mkdirSync(dataDir, { mode: 0o700 })
  expect(databaseHome(dataDir, null, reachable)).toBe(dataDir)
  expect(lstatSync(dataDir).mode & 0o777).toBe(0o700)
})
