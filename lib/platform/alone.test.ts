import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { alone, sign } from './alone.mjs'

const tmp = mkdtempSync(path.join(tmpdir(), 'holdpoint-alone-'))
afterAll(() => rmSync(tmp, { recursive: true, force: true }))

/** Another process that enters, writes `in`, does `work`, writes `out`, `times` over; resolves when it has ended. */
function other(folder: string, log: string, times: number, work = ''): Promise<number | null> {
  const script = `
    import { appendFileSync } from 'node:fs'
    import { alone } from ${JSON.stringify(path.join(import.meta.dirname, 'alone.mjs'))}
    for (let i = 0; i < ${times}; i++) await alone(${JSON.stringify(folder)}, () => {}, async () => {
      appendFileSync(${JSON.stringify(log)}, 'in\\n')
      await new Promise(resolve => setImmediate(resolve))
      ${work}
      appendFileSync(${JSON.stringify(log)}, 'out\\n')
    })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' })
  return new Promise(resolve => child.once('exit', resolve))
}

test('of four processes only one holds the lock at a time', async () => {
  const [folder, log] = [path.join(tmp, 'four'), path.join(tmp, 'four.log')]
  expect(await Promise.all([1, 2, 3, 4].map(() => other(folder, log, 5)))).toEqual([0, 0, 0, 0])
  const lines = readFileSync(log, 'utf8').trim().split('\n')
  expect(lines).toEqual(Array.from({ length: 20 }, () => ['in', 'out']).flat())
  expect(readdirSync(folder)).toEqual([])
})

test('a process that was killed with the lock blocks nobody', async () => {
  const [folder, log] = [path.join(tmp, 'killed'), path.join(tmp, 'killed.log')]
  await other(folder, log, 1, "process.kill(process.pid, 'SIGKILL')")
  expect(readFileSync(log, 'utf8')).toBe('in\n')
  const waited: number[] = []
  expect(
    await alone(
      folder,
      pid => waited.push(pid),
      async () => 'done',
    ),
  ).toBe('done')
  expect(waited).toEqual([])
})

test('the child of a killed process is waited for', async () => {
  const folder = path.join(tmp, 'orphan')
  const tool = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] })
  await alone(
    folder,
    () => {},
    async () => sign(folder, tool.pid),
  )
  const [slip = ''] = readdirSync(folder)
  expect(slip).toMatch(new RegExp(`^${tool.pid}-`))
  const log = path.join(tmp, 'orphan.log')
  writeFileSync(log, '')
  let ended = false
  const entered = other(folder, log, 1).then(() => expect(ended).toBe(true))
  tool.once('exit', () => {
    ended = true
  })
  tool.stdin.end()
  await entered
})

test.runIf(process.platform === 'linux')(
  'a slip whose pid somebody else has since been given holds nobody up',
  async () => {
    const folder = path.join(tmp, 'reused')
    await alone(
      folder,
      () => {},
      async () => {},
    )
    writeFileSync(path.join(folder, '1-123456789'), '')
    const waited: number[] = []
    await alone(
      folder,
      pid => waited.push(pid),
      async () => {},
    )
    expect(waited).toEqual([])
    expect(readdirSync(folder)).toEqual([])
  },
)
