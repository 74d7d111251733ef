import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { json } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { reportBody } from '#lib/domain/shadow/schemas.ts'
import { findPython } from './python.ts'
import { closeNow, listen } from './server.ts'

type Pair = ReturnType<typeof reportBody.parse>['pairs'][number]

const python = findPython()
const script = path.resolve(import.meta.dirname, '../python/conformance/mirror.py')

/** Runs the script against a server that takes what the contract of Holdpoint allows, and keeps it. */
async function mirrored() {
  const pairs = new Map<string, Pair>()
  const server = createServer(async (request, response) => {
    const report = reportBody.safeParse(await json(request))
    const fits = request.url === '/api/v1/shadow-pairs' && report.success
    for (const pair of report.data?.pairs ?? []) pairs.set(pair.requestId, pair)
    response.writeHead(fits ? 200 : 422, { 'content-type': 'application/json' })
    response.end(JSON.stringify(fits ? { stored: 1, known: 0 } : { detail: String(report.error) }))
  })
  const journal = mkdtempSync(path.join(tmpdir(), 'holdpoint-mirror-'))
  try {
    const env = { ...process.env, HOLDPOINT_URL: await listen(server), HOLDPOINT_API_KEY: 'hp_x' }
    const ran = await promisify(execFile)(python ?? '', [script], { env: { ...env, HOLDPOINT_JOURNAL: journal } })
    return { pairs, counts: JSON.parse(ran.stdout.replace('@@', '')) }
  } finally {
    closeNow(server)
    rmSync(journal, { recursive: true, force: true })
  }
}

test.skipIf(python === null)(
  'what the Python client tells of a mirrored request fits the contract',
  async () => {
    const { pairs, counts } = await mirrored()
    expect(counts).toEqual([
      { reported: 1, left_out: 0, failed: 1, unreported: 0 },
      { reported: 3, left_out: 0, failed: 1, unreported: 0 },
      { reported: 1, left_out: 0, failed: 0, unreported: 0 },
    ])
    expect(pairs.get('hang')).toMatchObject({
      ...{ arm: 'shadow', input: 'hang', production: { output: 'here', score: null } },
      shadow: { output: null, error: 'It took longer than 0.1 s.', toolCalls: [] },
    })
    expect(pairs.get('fail')).toMatchObject({
      production: { output: null, score: 1 },
      shadow: { output: null, error: '🙂'.repeat(1_000) },
    })
    expect(pairs.get('again')).toMatchObject({ arm: 'noise', shadow: { output: 'here' } })
    expect(pairs.get('no answer')?.shadow).toMatchObject({ output: null, error: null })
    const long = pairs.get('long')
    expect(long?.input).toMatch(/^\{"messages":\["x+$/)
    expect(long?.production).toMatchObject({ output: '🙂'.repeat(50_000), score: 0, costUsd: '1' })
    expect(long?.shadow).toMatchObject({ error: null, score: 0.5, costUsd: '0.02' })
    expect(long?.shadow.output).toMatch(/^\['it ran', None\]🙂/u)
    expect(long?.shadow.toolCalls).toHaveLength(200)
    expect(long?.shadow.toolCalls.slice(0, 2)).toEqual([
      { tool: 'search', intercepted: false },
      { tool: 'send_money', intercepted: true },
    ])
  },
  120_000,
)
