/**
 * How long others wait while one client sends an export of 55 MB: /api/health is asked every 5 ms from the moment the
 * export is sent until it is answered, in OTLP/JSON and in protobuf, plain and gzipped. The goal is 100 ms at most;
 * the last column tells how long a thread with nothing to do waited meanwhile, which no server could have mended.
 */
import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { startHoldpoint } from '#e2e/support/server.ts'
import { jsonExport, protobufExport } from './support/large-export.ts'
import { watchMachine } from './support/machine.ts'

const key = `hp_bench_${randomBytes(16).toString('hex')}`
const holdpoint = await startHoldpoint({
  HOLDPOINT_INIT_EMAIL: 'bench@example.com',
  HOLDPOINT_INIT_PASSWORD: randomBytes(16).toString('hex'),
  HOLDPOINT_INIT_API_KEY: key,
})

async function waitsWhile(sent: Promise<unknown>): Promise<number[]> {
  const waits: number[] = []
  let open = true
  const done = sent.finally(() => {
    open = false
  })
  while (open) {
    const began = performance.now()
    await (await fetch(`${holdpoint.url}/api/health`)).arrayBuffer()
    waits.push(performance.now() - began)
    await setTimeout(5)
  }
  await done
  return waits.sort((a, b) => a - b)
}

async function post(body: Uint8Array, headers: Record<string, string>): Promise<void> {
  const response = await fetch(`${holdpoint.url}/api/otlp/v1/traces`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, ...headers },
    body: Uint8Array.from(body),
  })
  const text = await response.text()
  if (response.status !== 200) throw new Error(`answered ${response.status}: ${text}`)
}

const json = { 'content-type': 'application/json' }
const protobuf = { 'content-type': 'application/x-protobuf' }
const gzip = { 'content-encoding': 'gzip' }
const bytes = Number(process.env.BENCH_BYTES ?? 55_000_000)
const cases: [what: string, body: () => Uint8Array, headers: Record<string, string>][] = [
  ['JSON', () => jsonExport(bytes), json],
  ['JSON, gzip', () => gzipSync(jsonExport(bytes)), { ...json, ...gzip }],
  ['JSON, spans over the limit', () => jsonExport(bytes, 200), json],
  ['JSON, a tenth, each span a trace', () => jsonExport(bytes / 10, 200, 1), json],
  ['protobuf', () => protobufExport(bytes), protobuf],
]
try {
  const rows = []
  for (const [what, body, headers] of cases) {
    const made = body()
    const machine = await watchMachine()
    const began = performance.now()
    const waits = await waitsWhile(post(made, headers))
    const idle = await machine()
    const ms = performance.now() - began
    const at = (share: number) => Math.round(waits[Math.min(waits.length - 1, Math.floor(share * waits.length))] ?? 0)
    rows.push({
      what,
      MB: Math.round(made.length / 1e6),
      'answered in ms': Math.round(ms),
      asked: waits.length,
      p50: at(0.5),
      p99: at(0.99),
      longest: at(1),
      'idle thread': idle.max,
    })
  }
  console.table(rows)
  console.log(JSON.stringify({ bench: 'large-body', bytes, rows }))
} finally {
  await holdpoint.stop()
}
