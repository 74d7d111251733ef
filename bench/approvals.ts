/**
 * Approvals while many wait, on a real start with its default limits: from a request to the inbox of an open browser;
 * from a click on Approve in that browser, and from the decision's request alone, to the return of the client that waits for it,
 * while a thousand wait; what a waiting client costs in
 * memory; and how many steps a second a lease lets through in the client.
 *   npm run bench -- approvals [--clients 1000] [--decisions 200] [--requests 40] [--clicks 40]
 */
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { asAgent, init, key, mira } from '#e2e/support/holdpoint.ts'
import { signInByHttp } from '#e2e/support/person.ts'
import { startHoldpoint } from '#e2e/support/server.ts'
import { clickToReturn, requestToInbox } from './support/approvals/inbox.ts'
import { stepsOfPython, stepsOfTypeScript } from './support/approvals/leases.ts'
import { heldBy, inspectable } from './support/approvals/memory.ts'
import { type Waiter, waiters } from './support/approvals/waiting.ts'
import { percentile } from './support/permits/load.ts'

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    clients: { type: 'string', default: '1000' },
    decisions: { type: 'string', default: '200' },
    requests: { type: 'string', default: '40' },
    clicks: { type: 'string', default: '40' },
  },
})
const numbers = [values.clients, values.decisions, values.requests, values.clicks].map(Number)
const [clients = 0, decisions = 0, requests = 0, clicks = 0] = numbers
/** The whole is given up after this. */
const deadline = globalThis.setTimeout(() => {
  console.error('It takes longer than five minutes: given up.')
  process.exit(1)
}, 300_000)

const server = await startHoldpoint({ ...init, ...inspectable }, { embedded: true })
try {
  const person = await signInByHttp(server.url, mira.email, mira.password)
  const ask = async (agent: string, n = 0): Promise<string> => {
    const body = { agent, tool: 'send_notification', arguments: { n }, environment: 'production' }
    const answer = await fetch(`${server.url}/api/v1/approvals`, {
      method: 'POST',
      headers: asAgent,
      body: JSON.stringify(body),
    })
    if (answer.status !== 201) throw new Error(`A request was answered ${answer.status}: ${await answer.text()}`)
    return ((await answer.json()) as { id: string }).id
  }
  const decide = async (id: string) => {
    const body = { kind: 'approve', expectedRevision: 1 }
    const { status } = await person('POST', `/api/v1/approvals/${id}/decision`, body)
    if (status !== 200) throw new Error(`A decision was answered ${status}.`)
  }
  const inbox = await requestToInbox(server.url, mira, { ask, decide }, requests)

  // As many still wait when the last one is decided.
  const ids: string[] = []
  for (let n = 0; n < clients + decisions + clicks; n += 10)
    ids.push(...(await Promise.all(Array.from({ length: 10 }, (_, i) => ask(`waiter-${(n + i) % 50}`, n + i)))))
  const before = await heldBy(server)
  const line = waiters(server.url, key)
  const began = performance.now()
  const waiting: Waiter[] = ids.map(id => line.start(id))
  // The first decision is heard at once only when all the looks before it are done.
  await decide(ids.at(-1) ?? '')
  await waiting.at(-1)?.returned
  const openMs = Math.round(performance.now() - began)
  await setTimeout(2_000)
  const perClient = Math.round(((await heldBy(server)) - before) / waiting.length)
  const returns: number[] = []
  for (const { id, returned } of waiting.slice(0, decisions - 1)) {
    const sent = performance.now()
    const [at] = await Promise.all([returned, decide(id)])
    returns.push(at - sent)
    await setTimeout(10)
  }
  const clicked = await clickToReturn(server.url, mira, waiting.slice(decisions, decisions + clicks))
  line.end()
  const failed = Object.entries(line.failed).map(([code, count]) => `${count} × ${code}`)

  const served = [
    row('request to inbox, ms', inbox),
    row(`click on Approve to the client's return, ms, ${clients} waiting`, clicked),
    row(`request of a decision to the client's return, ms, ${clients} waiting`, returns),
    { what: 'memory of a waiting client, bytes', value: perClient },
    { what: `until ${ids.length} waited, ms`, value: openMs },
    { what: 'answers that were none', value: failed.join(', ') || 'none' },
  ]
  // What was measured until here is not lost where a lease cannot be had.
  console.table(served)
  const limits = { kind: 'run', agent: 'leaser', toolCalls: 1_000_000, expectedRevision: 0 }
  const { status } = await person('PUT', '/api/v1/budgets/leaser', limits)
  if (status >= 300) throw new Error(`The limits of the lease were answered ${status}.`)
  const steps = { TypeScript: await stepsOfTypeScript(server.url, key), Python: stepsOfPython(server.url, key) }
  const leases = Object.entries(steps).map(([client, rate]) => ({
    what: `steps/s from a lease, ${client}`,
    value: rate === null ? 'no Python here' : Math.round(rate),
  }))
  console.table(leases)
  console.log(
    JSON.stringify({ bench: 'approvals', clients, decisions, requests, clicks, rows: [...served, ...leases] }),
  )
} finally {
  clearTimeout(deadline)
  await server.stop()
}

function row(what: string, times: readonly number[] | null) {
  if (times === null) return { what, value: 'no browser here' }
  return { what, p50: percentile(times, 0.5), p95: percentile(times, 0.95), max: percentile(times, 1) }
}
