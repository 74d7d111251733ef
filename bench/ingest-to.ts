/**
 * The same requests as bench/ingest.ts to any OTLP endpoint, so that servers can be compared on one machine:
 *   npm run bench -- ingest-to <url> --header 'authorization: Bearer …' --count '<command that prints the spans stored>'
 * An answer is no proof that anything is kept: the clock runs until the command's count has grown by what was sent.
 * Requests (BENCH_REQUESTS, 60) are built before; BENCH_SENDERS (2) send them.
 */
import { execSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { attributesPerSpan, makeRequest, spansPerRequest } from './support/make-request.ts'
import { perSecond, send } from './support/send.ts'

const { positionals, values } = parseArgs({
  args: process.argv.slice(3),
  allowPositionals: true,
  options: { header: { type: 'string', multiple: true, default: [] }, count: { type: 'string' } },
})
const url = positionals[0]
const command = values.count
if (url === undefined || command === undefined) {
  console.error("Usage: npm run bench -- ingest-to <url> [--header 'name: value'] --count '<command>'")
  process.exit(1)
}
const headers = Object.fromEntries(
  values.header.map(line => [line.slice(0, line.indexOf(':')).trim(), line.slice(line.indexOf(':') + 1).trim()]),
)
const requests = Number(process.env.BENCH_REQUESTS ?? 60)
const senders = Number(process.env.BENCH_SENDERS ?? 2)
/** After this long without a new span the rest is taken for lost. */
const patienceMs = 120_000

function stored(countCommand: string): number {
  const printed = execSync(countCommand, { encoding: 'utf8' }).trim()
  const count = Number(printed)
  if (printed === '' || !Number.isSafeInteger(count))
    throw new Error(`--count printed ${JSON.stringify(printed)}, not a number`)
  return count
}

/** Spans stored beyond `before` once `expected` are, or once nothing has come for too long; and when that was seen. */
async function settled(countCommand: string, before: number, expected: number) {
  let best = -1
  let bestAt = performance.now()
  for (;;) {
    const count = stored(countCommand) - before
    const now = performance.now()
    if (count > best) [best, bestAt] = [count, now]
    if (count >= expected || now - bestAt > patienceMs) return { count, at: bestAt }
    await sleep(250)
  }
}

const bodies = Array.from({ length: requests }, (_, n) => makeRequest(n))
const warmUp = [makeRequest(0), makeRequest(1)]
const empty = stored(command)
await send(url, headers, warmUp, senders)
const before = empty + (await settled(command, empty, warmUp.length * spansPerRequest)).count
const began = performance.now()
const answeredMs = await send(url, headers, bodies, senders)
const spans = requests * spansPerRequest
const kept = await settled(command, before, spans)
const storedMs = kept.at - began
console.log(
  JSON.stringify({
    bench: 'ingest-to',
    url,
    sent: spans,
    stored: kept.count,
    answeredSpansPerSecond: perSecond(spans, answeredMs),
    storedSpansPerSecond: perSecond(kept.count, storedMs),
    seconds: Number((storedMs / 1000).toFixed(1)),
    spansPerRequest,
    attributesPerSpan,
    requests,
    senders,
  }),
)
