/**
 * What a request costs as its trace grows: one coding session of 20,000 spans, sent 50 spans a request, one request after
 * the other. Milliseconds until the answer, through HTTP, at 1, 5, 10 and 20 thousand stored spans: the median of the 21
 * requests around each. The root comes last, so that the last request also tells every span who its agent is.
 */
import { randomBytes } from 'node:crypto'
import { startHoldpoint } from '#e2e/support/server.ts'
import { codingSession } from '#lib/domain/traces/testing/coding-session.ts'

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

async function sendAll(spans: ReturnType<typeof codingSession>): Promise<number[]> {
  const times: number[] = []
  for (let from = 0; from < spans.length; from += spansPerRequest)
    times.push(await post(spans.slice(from, from + spansPerRequest)))
  return times
}

const median = (times: number[]) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
const round = (ms: number) => Math.round(ms * 10) / 10

try {
  // Warms the server up: its code and its statements.
  await sendAll(codingSession(1_000))
  const times = await sendAll(codingSession(count))
  const at = [1_000, 5_000, 10_000, 20_000].filter(spans => spans <= count)
  const rows = at.map(spans => {
    const place = Math.min(spans / spansPerRequest, times.length - 1)
    return { 'spans already there': spans, 'ms a request': round(median(times.slice(Math.max(0, place - 21), place))) }
  })
  const last = round(times.at(-1) ?? 0)
  console.table(rows)
  console.log(`The last request, with the root, which gives all others its agent and session: ${last} ms`)
  console.log(JSON.stringify({ bench: 'long-trace', count, spansPerRequest, rows, last }))
} finally {
  await holdpoint.stop()
}
