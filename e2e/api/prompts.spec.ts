import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { LangfuseClient } from '@langfuse/client'
import { expect } from '@playwright/test'
import { asAgent, givenHoldpoint, key, test } from '../support/holdpoint.ts'
import { sendPrompts } from '../support/prompts.ts'

const holdpoint = givenHoldpoint()
const run = promisify(execFile)
const root = path.resolve(import.meta.dirname, '../..')

test('an agent caches a prompt by its ETag', async () => {
  const name = encodeURIComponent(await sendPrompts(holdpoint.url, key))
  const get = (tag?: string) =>
    fetch(`${holdpoint.url}/api/v1/prompts/${name}`, {
      headers: { ...asAgent, ...(tag ? { 'if-none-match': tag } : {}) },
    })
  const first = await get()
  expect(first.headers.get('cache-control')).toContain('stale-if-error=604800')
  const tag = first.headers.get('etag') ?? ''
  const again = await get(`W/"other", ${tag}`)
  expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', tag])
  const body = JSON.stringify({ version: 2 })
  await fetch(`${holdpoint.url}/api/v1/prompts/${name}/labels/production`, { method: 'PUT', headers: asAgent, body })
  expect(await (await get(tag)).json()).toMatchObject({ version: 2 })
})

test("Langfuse's JavaScript SDK creates, fetches and labels prompts", async () => {
  const langfuse = new LangfuseClient({ baseUrl: holdpoint.url, publicKey: 'pk-any', secretKey: key })
  await langfuse.prompt.create({
    name: 'js/text',
    prompt: 'Diagnose {{alert}}',
    labels: ['production'],
    config: { model: 'm', temperature: 0 },
  })
  const text = await langfuse.prompt.get('js/text')
  expect([text.version, text.compile({ alert: 'DiskFull' }), text.config]).toEqual([
    1,
    'Diagnose DiskFull',
    { model: 'm', temperature: 0 },
  ])
  const messages = [
    { role: 'system', content: 'You are {{who}}' },
    { type: 'placeholder' as const, name: 'history' },
  ]
  await langfuse.prompt.create({ name: 'js/chat', type: 'chat', prompt: messages })
  await langfuse.prompt.update({ name: 'js/chat', version: 1, newLabels: ['staging'] })
  const chat = await langfuse.prompt.get('js/chat', { type: 'chat', label: 'staging' })
  const history = [{ role: 'user', content: 'Why?' }]
  expect(chat.compile({ who: 'terse' }, { history })).toEqual([
    { role: 'system', content: 'You are terse' },
    ...history,
  ])
})

/** A Python with Langfuse's SDK: HOLDPOINT_LANGFUSE_PYTHON, or the one on the path. */
const python = process.env.HOLDPOINT_LANGFUSE_PYTHON ?? 'python3'
const script = `
import os
from langfuse import Langfuse
client = Langfuse(public_key="pk-any", secret_key=os.environ["KEY"], base_url=os.environ["URL"], tracing_enabled=False)
client.create_prompt(name="py/chat", type="chat", prompt=[{"role": "system", "content": "You are {{who}}"}], labels=["production"], config={"model": "m"})
chat = client.get_prompt("py/chat", type="chat")
print(chat.version, chat.compile(who="terse"), chat.config, sorted(chat.labels))
print(client.get_prompt("py/none", fallback="Say so", max_retries=0).prompt)
`

test("Langfuse's Python SDK creates and fetches prompts", async () => {
  const has = await run(python, ['-c', 'import langfuse']).then(
    () => true,
    () => false,
  )
  test.skip(!has, 'There is no Python with the package langfuse; set HOLDPOINT_LANGFUSE_PYTHON')
  const { stdout } = await run(python, ['-c', script], { env: { ...process.env, URL: holdpoint.url, KEY: key } })
  expect(stdout.trim().split('\n')).toEqual([
    "1 [{'role': 'system', 'content': 'You are terse'}] {'model': 'm'} ['latest', 'production']",
    'Say so',
  ])
})

test('a directory of YAML is pushed, and RAG evidence checked, by the command', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'holdpoint-prompts-'))
  const cli = (...args: string[]) =>
    run(process.execPath, [path.join(root, 'clients/cli/holdpoint.mjs'), ...args], {
      env: { ...process.env, HOLDPOINT_URL: holdpoint.url, HOLDPOINT_API_KEY: key },
    }).then(
      ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
      error => ({ code: error.code, stdout: error.stdout, stderr: error.stderr }),
    )
  try {
    mkdirSync(path.join(dir, 'git'))
    const file = path.join(dir, 'git/review.yaml')
    writeFileSync(file, 'template: |\n  You are a reviewer.\n  Review {{diff}}.\nmodel: m\n')
    expect(await cli('prompts', 'push', dir, '--label', 'staging')).toMatchObject({
      code: 0,
      stdout: 'git/review v1 new\n',
    })
    expect(await cli('prompts', 'push', dir)).toMatchObject({ code: 0, stdout: 'git/review v1\n' })
    writeFileSync(file, 'template: You are a reviewer. Review {{diff}}.\nvariables: []\n')
    expect(await cli('prompts', 'push', dir)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('error: {{diff}} is used'),
    })
    writeFileSync(file, 'template: [\n')
    expect(await cli('prompts', 'push', dir)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('review.yaml: 400'),
    })
    expect(await cli('prompts', 'compare', 'git/review')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('git/review v2 fails'),
    })
    const evidence = path.join(dir, 'evidence.json')
    writeFileSync(
      evidence,
      JSON.stringify({ pipeline: 'unknown', k: 2, queries: [{ id: 'q', retrieved: [], expected: ['a'] }] }),
    )
    expect(await cli('rag', 'check', evidence)).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('lacks evidence'),
    })
  } finally {
    rmSync(dir, { recursive: true })
  }
})
