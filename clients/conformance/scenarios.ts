import type { Task } from './agent-process.ts'
import { decide } from './person.ts'
import type { Fault, Passing } from './proxy.ts'
import type { Served } from './server.ts'

export const asked = { resource: 'node-3' }
export const edited = { resource: 'node-4' }

/** What a cell can do to the way between client and server, and to what is on it. */
export interface Stage {
  served: Served
  /** Ends the time of a request at once. */
  expire(id: string): Promise<void>
  /** Kills the agent's process. */
  kill(): void
}

export interface Scenario {
  name: string
  /** Calls of the model; one call with `asked` if left out. */
  calls?: Record<string, unknown>[]
  twist?: Task['twist']
  /** Seconds that the client waits for a person. */
  seconds?: number
  fault(stage: Stage): Fault
  /** With which arguments the tool has run, in order. */
  ran: Record<string, unknown>[] | 'only as approved'
}

/** Calls `then` with the number and id of each new request that waits for a person. */
const onRequest =
  (then: (id: string, n: number) => Promise<unknown>) =>
  (stage?: { after?: (passing: Passing) => string | null | Promise<string | null> }): Fault => {
    const seen: string[] = []
    return {
      async answer(passing) {
        const id = idOf(passing)
        if (id !== null && !seen.includes(id)) await then(id, seen.push(id))
        return stage?.after ? stage.after(passing) : passing.body
      },
    }
  }

function idOf({ method, path, status, body }: Passing): string | null {
  if (method !== 'POST' || !/^\/api\/v1\/(approvals|permits)$/.test(path) || status >= 300) return null
  const answer = JSON.parse(body) as { id: string; approvalId?: string | null; status?: string }
  return answer.approvalId ?? (answer.status === 'pending' ? answer.id : null)
}

const isClaim = ({ path }: { path: string }) => path.endsWith('/claim')
const approving = ({ served }: Stage) => onRequest(id => decide(served, id, { kind: 'approve' }))
const rejecting = ({ served }: Stage) => onRequest(id => decide(served, id, { kind: 'reject', comment: 'not now' }))
const firstOnly = ({ served }: Stage) =>
  onRequest((id, n) =>
    decide(served, id, n === 1 ? { kind: 'approve' } : { kind: 'reject', comment: 'once is enough' }),
  )

const forged = (receipt: string) => {
  const [head, body, signature = ''] = receipt.split('.')
  return `${head}.${body}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
}

const changed = (body: string, change: (answer: Record<string, unknown>) => object) =>
  JSON.stringify(change(JSON.parse(body) as Record<string, unknown>))

export const scenarios: Scenario[] = [
  { name: 'approved', fault: stage => approving(stage)(), ran: [asked] },
  {
    name: 'edited',
    fault: ({ served }) => onRequest(id => decide(served, id, { kind: 'edit', arguments: edited }))(),
    ran: [edited],
  },
  { name: 'rejected', fault: stage => rejecting(stage)(), ran: [] },
  { name: 'expired', fault: stage => onRequest(id => stage.expire(id))(), ran: [] },
  { name: 'time-out', seconds: 0.4, fault: () => ({}), ran: [] },
  { name: 'server down', fault: () => ({ instead: () => 'cut' }), ran: [] },
  { name: '500', fault: () => ({ instead: () => ({ status: 500, body: '{"title":"Internal"}' }) }), ran: [] },
  {
    name: 'malformed answer',
    fault: () => ({ instead: () => ({ status: 200, body: '<html>approved</html>' }) }),
    ran: [],
  },
  {
    name: 'forged receipt',
    fault: stage =>
      approving(stage)({
        after: passing =>
          isClaim(passing)
            ? changed(passing.body, answer => ({ ...answer, receipt: forged(String(answer.receipt)) }))
            : passing.body,
      }),
    ran: [],
  },
  {
    name: 'wrong digest',
    fault: stage =>
      approving(stage)({
        after: passing => passing.body.replace(/"digest":"sha256:..../, '"digest":"sha256:0000'),
      }),
    ran: [],
  },
  {
    name: 'replayed claim',
    fault: stage => ({
      ...approving(stage)(),
      async before({ method, path, body, headers }) {
        if (!isClaim({ path })) return
        // Somebody else on the way takes the claim first.
        const mine = new Headers(headers)
        mine.delete('idempotency-key')
        await fetch(stage.served.url + path, { method, headers: mine, body })
      },
    }),
    ran: [],
  },
  {
    name: 'killed after claim',
    fault: stage =>
      approving(stage)({
        after: passing => {
          if (!isClaim(passing)) return passing.body
          stage.kill()
          return null
        },
      }),
    ran: [],
  },
  { name: 'two identical calls', calls: [asked, asked], fault: stage => firstOnly(stage)(), ran: [asked] },
  {
    name: 'cancelled, then approved',
    twist: 'cancel',
    fault: () => ({}),
    ran: [],
  },
  // Where the hook comes first, the person has seen what it made; where it comes later, that never runs.
  { name: 'changed after approval', twist: 'second-hook', fault: stage => approving(stage)(), ran: 'only as approved' },
  { name: 'cached result', calls: [asked, asked], twist: 'cache', fault: stage => firstOnly(stage)(), ran: [asked] },
  { name: 'second path', twist: 'second-path', fault: stage => rejecting(stage)(), ran: [] },
]
