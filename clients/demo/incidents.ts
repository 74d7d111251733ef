import { incidentOf, incidentResponder, type Remedy } from './agents/incident-responder.ts'
import { hourMs, type PlannedRun, releaseOf } from './calendar.ts'
import type { Past } from './history.ts'
import { randomOf } from './random.ts'
import type { Fleet } from './recorder.ts'
import { request, type Sender, type Target } from './sender.ts'

/** So many may wait for a person at once: the inbox is to be read, not to be fled from. */
const mostWaiting = 3
/** Seconds that a person has. */
const expiresInSeconds = 60 * 60

interface Parts {
  fleet: Fleet
  sender: Sender
  target: Target
}

interface Waiting {
  id: string
  run: PlannedRun
}

/** Of a request for approval, what the fleet reads. */
interface Approval {
  id: string
  status: string
  runId: string | null
  digest: string
  arguments: { resource?: unknown } | null
  decision: { comment: string | null } | null
}

/**
 * The incident responder with real requests for approval: it diagnoses, asks, waits, and does what was decided, and
 * nothing else. What waits survives the process: it is read from Holdpoint, and the run is named in the request.
 */
export async function openIncidents({ fleet, sender, target }: Parts, { seed, liveFrom }: Past) {
  const waiting: Waiting[] = []
  for (const status of ['pending', 'approved']) {
    const answer = await request(target, 'GET', `/api/v1/approvals?status=${status}&agent=incident-responder&limit=50`)
    for (const { id } of answer.body?.items ?? []) {
      const one = (await request(target, 'GET', `/api/v1/approvals/${id}`)).body as Approval
      if (one.runId !== null) waiting.push({ id, run: runNamed(one.runId, liveFrom) })
    }
  }

  function tell(run: PlannedRun, remedy: Remedy | 'open') {
    const random = randomOf(seed, run.id)
    const incident = incidentOf(randomOf(seed, run.id, 'incident'))
    const recorder = fleet.recorder({ name: run.agent, release: run.release, environment: run.environment }, random)
    return { ...incidentResponder({ run, random, recorder, incident }, remedy), incident }
  }

  async function settle({ run }: Waiting, one: Approval): Promise<void> {
    if (one.status !== 'approved') {
      const why = [one.status, one.decision?.comment].filter(Boolean).join(': ')
      tell(run, { kind: 'stopped', why, from: Date.now() })
      return
    }
    const claim = await request(target, 'POST', `/api/v1/approvals/${one.id}/claim`, { digest: one.digest })
    if (claim.status >= 400) return
    // What was approved is what runs, edited or not.
    const resource = String(claim.body.effectiveArguments?.resource ?? one.arguments?.resource)
    tell(run, { kind: 'done', resource, from: Date.now() })
    const outcome = { claimId: claim.body.claimId, status: 'executed', result: { deleted: resource } }
    await request(target, 'POST', `/api/v1/approvals/${one.id}/outcome`, outcome)
  }

  async function begin(at: number): Promise<void> {
    const run = runNamed(`incident-responder-live-${Math.round(at)}`, liveFrom)
    if (waiting.length >= mostWaiting) {
      tell(run, { kind: 'none' })
      return
    }
    const { traceId, incident } = tell(run, 'open')
    // Who decides reads what led here.
    await sender.flush()
    const asked = await request(target, 'POST', '/api/v1/approvals', {
      agent: run.agent,
      tool: 'delete_resource',
      arguments: { resource: incident.resource, reason: 'orphaned, RB-12' },
      environment: run.environment,
      release: run.release,
      runId: run.id,
      traceId,
      toolCallId: `${run.id}-delete`,
      rationale: `${incident.resource} lags behind and no client uses it. RB-12 says: delete it, a new one is made.`,
      expiresInSeconds,
    })
    if (asked.status < 400) waiting.push({ id: asked.body.id, run })
  }

  return {
    /** Begins one where nothing waits for a person. */
    async keepOne(at: number): Promise<void> {
      if (waiting.length === 0) await begin(at)
    },
    begin,
    /** Looks at what waits, and does what was decided. */
    async look(): Promise<void> {
      for (const one of [...waiting]) {
        const { status, body } = await request(target, 'GET', `/api/v1/approvals/${one.id}`)
        if (status < 400 && body.status === 'pending') continue
        waiting.splice(waiting.indexOf(one), 1)
        if (status < 400) await settle(one, body)
      }
    },
  }
}

/** A run is known by its name: the same trace and the same times, whichever process tells it. */
function runNamed(id: string, liveFrom: number): PlannedRun {
  const at = Number(/live-(\d+)$/.exec(id)?.[1] ?? 0)
  const hour = (at - liveFrom) / hourMs
  const agent = 'incident-responder'
  return {
    agent,
    at,
    hour,
    id,
    release: releaseOf(agent, hour),
    environment: 'production',
    runaway: false,
    bursting: false,
  }
}
