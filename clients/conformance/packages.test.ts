import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const clients = path.resolve(import.meta.dirname, '..')
const run = async (command: string, args: string[], cwd: string) =>
  (await promisify(execFile)(command, args, { cwd, timeout: 240_000 })).stdout
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'

/** Packs a client and installs what was packed into an empty folder. Answers the folder and the files that came. */
async function installed(client: string): Promise<{ folder: string; files: string[] }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdpoint-package-'))
  const [packed] = JSON.parse(
    await run(npm, ['pack', path.join(clients, client), '--json', '--loglevel', 'error'], folder),
  ) as { filename: string; files: { path: string }[] }[]
  if (packed === undefined) throw new Error('npm packed nothing.')
  writeFileSync(path.join(folder, 'package.json'), '{}')
  await run(npm, ['install', `./${packed.filename}`, '--offline', '--no-audit', '--no-fund'], folder)
  return { folder, files: packed.files.map(each => each.path).sort() }
}

test('the TypeScript client, packed and installed, is imported, with types and without anything of its sources', async () => {
  const { folder, files } = await installed('typescript')
  expect(files).toEqual(expect.arrayContaining(['README.md', 'dist/index.d.ts', 'dist/index.js', 'package.json']))
  expect(files.filter(file => !/^(dist\/[\w/-]+\.(js|d\.ts)|README\.md|package\.json)$/.test(file))).toEqual([])
  const sources = readdirSync(path.join(clients, 'typescript/src')).filter(name => /^[\w-]+\.ts$/.test(name))
  for (const name of sources) expect(files).toContain(`dist/${name.replace(/\.ts$/, '.js')}`)
  const script = `import { holdpoint, NotAllowed } from '@holdpoint/client'
    import { guardTools } from '@holdpoint/client/ai-sdk'
    const hp = holdpoint({ url: 'http://127.0.0.1:9', key: 'hp_x', agent: 'a', patienceMs: 0 })
    const notAllowed = await hp.guard('t', async () => 'ran')({}).catch(error => error instanceof NotAllowed)
    console.log(typeof guardTools, notAllowed)`
  expect(await run(process.execPath, ['--input-type=module', '-e', script], folder)).toBe('function true\n')
}, 300_000)

test('the command line client, packed and installed, says what it can do', async () => {
  const { folder, files } = await installed('cli')
  expect(files.filter(file => !/^(lib\/[\w-]+\.mjs|holdpoint\.mjs|README\.md|package\.json)$/.test(file))).toEqual([])
  const bin = path.join(folder, 'node_modules/.bin/holdpoint')
  expect(await run(bin, ['--help'], folder)).toContain('holdpoint')
}, 300_000)

test('the Python client has an extra for each adapter, and the same version as it says', () => {
  const project = readFileSync(path.join(clients, 'python/pyproject.toml'), 'utf8')
  const adapters = readdirSync(path.join(clients, 'python/holdpoint/adapters')).filter(name =>
    /^[a-z]\w+\.py$/.test(name),
  )
  const extraOf: Record<string, string> = { hitl: 'langchain', mcp_proxy: 'mcp' }
  for (const name of adapters.map(each => each.replace('.py', '')))
    expect(project).toContain(`\n${extraOf[name] ?? name.replaceAll('_', '-')} = ["`)
  const version = /__version__ = "(.+)"/.exec(readFileSync(path.join(clients, 'python/holdpoint/__init__.py'), 'utf8'))
  expect(project).toContain(`\nversion = "${version?.[1]}"`)
  const guide = readFileSync(path.resolve(clients, '../docs/frameworks.md'), 'utf8')
  for (const [, extra = ''] of guide.matchAll(/clients\/python\[([\w-]+)\]/g))
    expect(project).toContain(`\n${extra} = ["`)
})
