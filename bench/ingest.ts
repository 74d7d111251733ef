/**
 * Spans per second committed through HTTP (500 spans × 25 attributes a request, protobuf, 4 senders), beside the limit:
 * the same prebuilt rows by the same 500-row statements, rollups included, on two connections, in one run. Beside them
 * what one thread prepares (decodes, maps, prices, plans) with no database: the slower of the two bounds the first.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import protobuf from 'protobufjs'
import { startHoldpoint } from '#e2e/support/server.ts'
import { normalise } from '#lib/domain/traces/normalise/normalise.ts'
import { decodeTraces } from '#lib/domain/traces/otlp/decode-traces.ts'
import { priceSpan } from '#lib/domain/traces/pricing/price-span.ts'
import { accumulate, type Contribution, emptyContribution } from '#lib/domain/traces/store/contribution.ts'
import { planTrace, type TracePlan } from '#lib/domain/traces/store/plan.ts'
import { receive } from '#lib/domain/traces/store/received.ts'
import { writePlans } from '#lib/domain/traces/store/write.ts'
import { writeRollups } from '#lib/domain/traces/store/write-rollups.ts'

const spansPerRequest = 500
const attributesPerSpan = 25
const requests = Number(process.env.BENCH_REQUESTS ?? 60)
const senders = 4

const schema = `syntax = "proto3"; message Any { oneof value { string string_value = 1; int64 int_value = 3; } } message KV { string key = 1; Any value = 2; }
message Resource { repeated KV attributes = 1; } message Scope { string name = 1; }
message Span { bytes trace_id = 1; bytes span_id = 2; bytes parent_span_id = 4; string name = 5; int32 kind = 6; fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8; repeated KV attributes = 9; }
message ScopeSpans { Scope scope = 1; repeated Span spans = 2; } message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; } message Request { repeated ResourceSpans resource_spans = 1; }`
const type = protobuf.parse(schema).root.lookupType('Request')
const text = (key: string, value: string) => ({ key, value: { stringValue: value } })
const int = (key: string, value: number) => ({ key, value: { intValue: value } })

/** Ten traces of fifty spans: an agent, model calls and tools in turn. */
function makeRequest(n: number): Uint8Array {
  const spans = Array.from({ length: spansPerRequest }, (_, i) => i)
  const traces = Array.from({ length: 10 }, () => randomBytes(16))
  const roots = traces.map(() => randomBytes(8))
  const start = BigInt(Date.now() - 60_000) * 1_000_000n
  const built = spans.map(i => {
    const trace = i % 10
    const root = i < 10
    const at = start + BigInt(i) * 1_000_000n
    const own = root
      ? [text('gen_ai.operation.name', 'invoke_agent'), text('gen_ai.agent.name', `agent-${trace % 3}`)]
      : i % 2 === 0
        ? [
            text('gen_ai.operation.name', 'chat'),
            text('gen_ai.provider.name', 'openai'),
            text('gen_ai.request.model', 'gpt-4o'),
            int('gen_ai.usage.input_tokens', 1200 + i),
            int('gen_ai.usage.output_tokens', 80),
          ]
        : [text('gen_ai.operation.name', 'execute_tool'), text('gen_ai.tool.name', `tool-${i % 5}`)]
    const fill = Array.from({ length: attributesPerSpan - own.length }, (_, k) =>
      text(`app.attribute.${k}`, `value ${n} ${i} of some ordinary length ${k}`),
    )
    return {
      traceId: traces[trace],
      spanId: root ? roots[trace] : randomBytes(8),
      parentSpanId: root ? undefined : roots[trace],
      name: `step ${i % 7}`,
      startTimeUnixNano: at.toString(),
      endTimeUnixNano: (at + 5_000_000n).toString(),
      attributes: [...own, ...fill],
    }
  })
  return type
    .encode(
      type.fromObject({
        resourceSpans: [
          {
            resource: { attributes: [text('service.name', 'bench')] },
            scopeSpans: [{ scope: { name: 'bench' }, spans: built }],
          },
        ],
      }),
    )
    .finish()
}

const perSecond = (spans: number, ms: number) => Math.round((spans * 1000) / ms)

async function throughHttp(url: string, key: string, bodies: Uint8Array[]): Promise<number> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/x-protobuf' }
  const queue = [...bodies]
  const began = performance.now()
  await Promise.all(
    Array.from({ length: senders }, async () => {
      for (let body = queue.pop(); body; body = queue.pop()) {
        const response = await fetch(`${url}/api/otlp/v1/traces`, {
          method: 'POST',
          headers,
          body: Uint8Array.from(body),
        })
        if (response.status !== 200) throw new Error(`answered ${response.status}`)
        await response.arrayBuffer()
      }
    }),
  )
  return perSecond(bodies.length * spansPerRequest, performance.now() - began)
}

function plansOf(body: Uint8Array): TracePlan[] {
  const groups = new Map<string, ReturnType<typeof receive>[]>()
  for (const raw of decodeTraces(body).spans) {
    const span = normalise(raw)
    if (span) groups.set(span.traceId, [...(groups.get(span.traceId) ?? []), receive(priceSpan(span))])
  }
  return [...groups]
    .map(([traceId, received]) => planTrace('limit', traceId, received, undefined))
    .filter(plan => plan !== null)
}

function total(plans: readonly TracePlan[]): Contribution {
  const sum = emptyContribution()
  for (const plan of plans) accumulate(sum, plan.delta, 1)
  return sum
}

async function limit(databaseUrl: string, bodies: Uint8Array[]) {
  const prepares = performance.now()
  const prebuilt = bodies.map(plansOf)
  const prepared = perSecond(bodies.length * spansPerRequest, performance.now() - prepares)
  const began = performance.now()
  await Promise.all(
    [0, 1].map(async half => {
      const client = new pg.Client({ connectionString: databaseUrl })
      await client.connect()
      for (const [i, plans] of prebuilt.entries()) {
        if (i % 2 !== half) continue
        await client.query('begin')
        await writePlans(client as unknown as pg.PoolClient, 'limit', plans)
        await writeRollups(client as unknown as pg.PoolClient, 'limit', total(plans))
        await client.query('commit')
      }
      await client.end()
    }),
  )
  return { prepared, written: perSecond(bodies.length * spansPerRequest, performance.now() - began) }
}

function embeddedUrl(dataDir: string): string {
  const password = readFileSync(path.join(dataDir, 'postgres-password'), 'utf8').trim()
  const port = readFileSync(path.join(dataDir, 'pg18/postmaster.pid'), 'utf8').split('\n')[3]
  return `postgresql://holdpoint:${password}@127.0.0.1:${port}/postgres`
}

const key = `hp_bench_${randomBytes(16).toString('hex')}`
const holdpoint = await startHoldpoint({
  HOLDPOINT_INIT_EMAIL: 'bench@example.com',
  HOLDPOINT_INIT_PASSWORD: randomBytes(16).toString('hex'),
  HOLDPOINT_INIT_API_KEY: key,
})
try {
  await throughHttp(
    holdpoint.url,
    key,
    Array.from({ length: 6 }, (_, n) => makeRequest(n)),
  )
  const ours = await throughHttp(
    holdpoint.url,
    key,
    Array.from({ length: requests }, (_, n) => makeRequest(n)),
  )
  const { prepared, written } = await limit(
    embeddedUrl(holdpoint.dataDir),
    Array.from({ length: requests }, (_, n) => makeRequest(n)),
  )
  const ratio = Number((ours / written).toFixed(2))
  const bound = prepared < written ? 'one thread that prepares' : 'the database that writes'
  console.table([
    { what: 'committed through HTTP', 'spans/s': ours },
    { what: 'same rows, same statements, two connections', 'spans/s': written },
    { what: 'prepared by one thread, nothing written', 'spans/s': prepared },
    { what: 'ratio', 'spans/s': ratio },
  ])
  console.log(`Bound by ${bound}; on a machine of few cores the two, and the senders, also share them.`)
  console.log(
    JSON.stringify({
      bench: 'ingest',
      spansPerSecond: ours,
      limit: written,
      prepared,
      ratio,
      bound,
      spansPerRequest,
      attributesPerSpan,
      requests,
      senders,
    }),
  )
} finally {
  await holdpoint.stop()
}
