/**
 * Spans per second committed through HTTP (500 spans × 25 attributes a request, protobuf, 4 senders), beside the limit:
 * the same prebuilt rows by the same 500-row statements, rollups included, on two connections, in one run. Beside them
 * what one thread prepares (decodes, maps, prices, plans) with no database: the slower of the two bounds the first.
 */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { startHoldpoint } from '#e2e/support/server.ts'
import { normalise } from '#lib/domain/traces/normalise/normalise.ts'
import { decodeTraces } from '#lib/domain/traces/otlp/decode-traces.ts'
import { priceSpan } from '#lib/domain/traces/pricing/price-span.ts'
import { isPlan, planTrace, type TracePlan } from '#lib/domain/traces/store/plan.ts'
import { accumulate, type Contribution, emptyContribution } from '#lib/domain/traces/store/rollups/contribution.ts'
import { writeRollups } from '#lib/domain/traces/store/rollups/write-rollups.ts'
import { receive } from '#lib/domain/traces/store/tables/received.ts'
import { writePlans } from '#lib/domain/traces/store/tables/write.ts'
import { attributesPerSpan, makeRequest, spansPerRequest } from './support/make-request.ts'
import { perSecond, send } from './support/send.ts'

const requests = Number(process.env.BENCH_REQUESTS ?? 60)
const senders = 4

async function throughHttp(url: string, key: string, bodies: Uint8Array[]): Promise<number> {
  const ms = await send(`${url}/api/otlp/v1/traces`, { authorization: `Bearer ${key}` }, bodies, senders)
  return perSecond(bodies.length * spansPerRequest, ms)
}

function plansOf(body: Uint8Array): TracePlan[] {
  const groups = new Map<string, ReturnType<typeof receive>[]>()
  for (const raw of decodeTraces(body).spans) {
    const span = normalise(raw)
    if (span) groups.set(span.traceId, [...(groups.get(span.traceId) ?? []), receive(priceSpan(span))])
  }
  return [...groups]
    .map(([traceId, received]) => planTrace('limit', traceId, received, undefined))
    .filter(plan => plan !== null && isPlan(plan))
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
    holdpoint.databaseUrl,
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
