/**
 * What a request costs as its trace grows: one coding session of 20,000 spans, sent 50 spans a request, one request after
 * the other, through HTTP. At 1, 5, 10 and 20 thousand stored spans, of the 21 requests before each: the median time until
 * the answer, and the CPU that one took in the server and in PostgreSQL, which does not depend on who else is busy. The root
 * comes last, so that the last request also tells every span who its agent is. Linux only.
 */
import { randomBytes } from 'node:crypto'
import { startHoldpoint } from '#e2e/support/server.ts'
import { codingSession } from '#lib/domain/traces/testing/coding-session.ts'
import { cpuOf } from './support/cpu.ts'

const spansPerRequest = 50
const count = Number(process.env.BENCH_SPANS ?? 20_000)
const key = `hp_bench_${randomBytes(16).toString('hex')}`
const holdpoint = await startHoldpoint({
  HOLDPOINT_INIT_EMAIL: 'bench@example.com',
  HOLDPOINT_INIT_PASSWORD: randomBytes(16).toString('hex'),
  HOLDPOINT_INIT_API_KEY: key,
})

async function post(spans: ReturnType<typeof codingSession>): Promise<number> {
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'bench' } }] }
  const body = JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'bench' }, spans }] }] })
  const began = performance.now()
  const response = await fetch(`${holdpoint.url}/api/otlp/v1/traces`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body,
  })
  const text = await response.text()
  if (response.status !== 200) throw new Error(`answered ${response.status}: ${text}`)
  return performance.now() - began
}

/** Of each request the time, and the CPU that had been used after it. */
async function sendAll(spans: ReturnType<typeof codingSession>) {
  const sent: { ms: number; cpu: ReturnType<typeof cpuOf> }[] = []
  for (let from = 0; from < spans.length; from += spansPerRequest) {
    const ms = await post(spans.slice(from, from + spansPerRequest))
    sent.push({ ms, cpu: cpuOf({ pid: holdpoint.pid(), dataDir: holdpoint.dataDir }) })
  }
  return sent
}

const median = (times: number[]) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
const round = (ms: number) => Math.round(ms * 10) / 10

try {
  // Warms the server up: its code and its statements.
  await sendAll(codingSession(1_000))
  const sent = await sendAll(codingSession(count))
  const at = [1_000, 5_000, 10_000, 20_000].filter(spans => spans <= count)
  const rows = at.map(spans => {
    // Not the last one of all, with the root.
    const place = Math.min(spans / spansPerRequest, sent.length - 1)
    const around = sent.slice(Math.max(1, place - 21), place)
    const [before, after] = [sent[Math.max(0, place - 22)]?.cpu, around.at(-1)?.cpu]
    const cpu = (of: 'server' | 'postgres') => round(((after?.[of] ?? 0) - (before?.[of] ?? 0)) / around.length)
    return {
      'spans already there': spans,
      'ms a request': round(median(around.map(({ ms }) => ms))),
      'CPU ms, server': cpu('server'),
      'CPU ms, PostgreSQL': cpu('postgres'),
    }
  })
  const last = round(sent.at(-1)?.ms ?? 0)
  console.table(rows)
  console.log(`The last request, with the root, which gives all others its agent and session: ${last} ms`)
  console.log(JSON.stringify({ bench: 'long-trace', count, spansPerRequest, rows, last }))
} finally {
  await holdpoint.stop()
}
