import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import type { Snippet } from '#components/docs/snippets.ts'
import { frameworks } from './node.ts'

const root = path.resolve(import.meta.dirname, '../..')

interface Ran {
  deleted: string[]
  /** Why something did not run: frameworks may keep it to themselves. */
  refused?: string[]
}

/** Runs a snippet as it stands in the guide. What it needs and does not say, its runner gives. */
export async function runSnippet(snippet: Snippet, python: string, env: Record<string, string>): Promise<Ran> {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdpoint-snippet-'))
  const [command, ...args] =
    snippet.language === 'python' ? pythonCommand(snippet, python) : nodeCommand(snippet, folder)
  const given = { ...process.env, HOLDPOINT_JOURNAL: path.join(folder, 'journal'), ...env }
  const child = spawn(command ?? '', args, { env: given })
  child.stdin.end(snippet.code)
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)])
  const line = output.split('\n').find(each => each.startsWith('@@'))
  if (line === undefined) throw new Error(`${snippet.label} printed nothing.\n${errors.slice(-2_000)}`)
  return JSON.parse(line.slice(2)) as Ran
}

const pythonCommand = ({ label }: Snippet, python: string) => [
  python,
  path.join(root, 'clients/python/conformance/snippet.py'),
  label,
]

/** In a folder with the packages that its install line names. */
function nodeCommand({ label, code }: Snippet, folder: string) {
  const link = (from: string, name: string) => symlinkSync(from, path.join(folder, 'node_modules', name), 'dir')
  const client = path.join(folder, 'node_modules/@holdpoint/client')
  mkdirSync(client, { recursive: true })
  symlinkSync(path.join(root, 'clients/typescript/src'), path.join(client, 'src'), 'dir')
  const exports = { '.': './src/index.ts', './ai-sdk': './src/adapters/ai-sdk.ts' }
  writeFileSync(path.join(client, 'package.json'), JSON.stringify({ type: 'module', exports }))
  for (const name of ['ai', 'zod']) link(path.join(frameworks, 'node_modules', name), name)
  link(path.join(root, 'node_modules/@opentelemetry'), '@opentelemetry')
  const file = path.join(folder, 'snippet.mts')
  writeFileSync(file, code)
  return [process.execPath, path.join(root, 'clients/typescript/conformance/snippet.ts'), file, label]
}
