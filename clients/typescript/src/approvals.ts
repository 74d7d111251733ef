import { asJson, digestOf, type JsonObject, sameJson } from './canonical.ts'
import { BadReceipt, Cancelled, Expired, Malformed, NotAllowed, Refused, Rejected } from './errors.ts'
import { type KeySet, type Receipt, verifyReceipt } from './receipts.ts'
import type { Teller } from './teller.ts'
import { type Transport, ticks } from './transport.ts'

/** What is about to run. */
export interface Action {
  agent: string
  tool: string
  arguments: JsonObject
  environment: string
  release?: string
  runId?: string
  toolVersion?: string
  toolCallId?: string
  rationale?: string
  risk?: 'normal' | 'high' | 'critical'
  traceId?: string
  spanId?: string
  expiresInSeconds?: number
  /** Told when the request is decided or over; the agent needs a callback secret. What is posted there lets nothing run: claim it. */
  callbackUrl?: string
}

/** The right to run these arguments, once. */
export interface Claim {
  approvalId: string
  claimId: string
  arguments: JsonObject
  receipt: string
}

/** As much of a request for approval as is looked at here. */
export interface Approval {
  id: string
  status: string
  digest: string
  subject?: unknown
  decision?: { kind?: unknown; comment?: unknown; effectiveArguments?: unknown } | null
}

export type Approvals = ReturnType<typeof approvals>
const pollSeconds = 20

/** Ask, wait, claim, report. Between them every answer is checked against what is about to run. */
export function approvals(transport: Transport, teller: Teller, keys: (fresh: boolean) => Promise<KeySet>) {
  const at = (id: string, what: string) => `/api/v1/approvals/${id}/${what}`
  const request = async (action: Action) =>
    approvalOf(await transport.call('POST', '/api/v1/approvals', action, { once: crypto.randomUUID() }))

  /** It expires by itself, and nothing runs without a claim: that it cannot be withdrawn harms nobody. */
  const withdraw = (id: string) =>
    transport.call('POST', at(id, 'cancel'), {}, { once: crypto.randomUUID(), patienceMs: 500 }).catch(() => undefined)

  const wait = async (id: string, seconds: number, signal?: AbortSignal): Promise<Approval> => {
    const until = ticks() + seconds * 1000
    try {
      for (;;) {
        const left = (until - ticks()) / 1000
        if (left <= 0) throw new Expired(`Nobody decided within ${seconds} seconds.`)
        const step = Math.min(pollSeconds, left)
        const path = `/api/v1/approvals/${id}?wait=${step.toFixed(3)}`
        const answer = approvalOf(await transport.call('GET', path, undefined, { wait: step, signal }))
        if (answer.status !== 'pending') return answer
      }
    } catch (error) {
      await withdraw(id)
      throw error
    }
  }

  const report = async (claim: Claim, status: 'executed' | 'failed', told: { result?: unknown; error?: string }) => {
    const body: JsonObject = { claimId: claim.claimId, status }
    if (told.error === undefined) body.result = tellable(told.result)
    else body.error = told.error
    await teller.tell(claim.claimId, at(claim.approvalId, 'outcome'), body)
  }

  const check = async (claim: Claim, approval: Approval, effective: unknown) => {
    if (!sameJson(effective, claim.arguments)) throw new Malformed('The claim has other arguments than the approval.')
    const receipt = await verifyReceipt(claim.receipt, await keys(false)).catch(
      async (error: Error): Promise<Receipt> => {
        if (!error.message.includes('is not known')) throw error
        return verifyReceipt(claim.receipt, await keys(true))
      },
    )
    if (receipt.aid !== claim.approvalId || receipt.digest !== approval.digest)
      throw new BadReceipt('The receipt is for another action.')
    if (receipt.decision !== 'approve' && receipt.decision !== 'edit')
      throw new BadReceipt('The receipt does not say that the action was approved.')
  }

  /** Takes the approved action, once. What comes back is checked before anything runs. */
  const take = async (action: Action, approval: Approval, signal?: AbortSignal): Promise<Claim> => {
    const args = await approvedArguments(action, approval)
    if (signal?.aborted) {
      await withdraw(approval.id)
      throw new Cancelled('The run that asked has ended.')
    }
    const once = crypto.randomUUID()
    const answer = await transport.call('POST', at(approval.id, 'claim'), { digest: approval.digest }, { once })
    const { claimId, receipt, effectiveArguments } = answer
    if (typeof claimId !== 'string' || typeof receipt !== 'string')
      throw new Malformed('The answer to the claim has no claim id or no receipt.')
    const claim = { approvalId: approval.id, claimId, arguments: args, receipt }
    try {
      await check(claim, approval, effectiveArguments)
      await teller
        .started(claimId, { approval: approval.id, tool: action.tool, claimId })
        .catch(error => Promise.reject(new NotAllowed(`The journal cannot be written: ${error}`)))
      if (signal?.aborted) throw new Cancelled('The run that asked has ended.')
      return claim
    } catch (error) {
      await report(claim, 'failed', { error: `It did not run: ${error instanceof Error ? error.message : error}` })
      throw error
    }
  }

  return {
    request,
    /** The request as it is now. */
    read: async (id: string) => approvalOf(await transport.call('GET', `/api/v1/approvals/${encodeURIComponent(id)}`)),
    wait,
    /** The right to run an approved request, for whoever did not wait. Throws NotAllowed. */
    claim: async (action: Action, approval: Approval, signal?: AbortSignal): Promise<Claim> => {
      if (approval.status !== 'approved') throw notApproved(approval)
      return take(action, approval, signal)
    },
    report,
    /** From a request to the right to run it. Throws NotAllowed. */
    async obtain(action: Action, asked: string | null, seconds: number, signal?: AbortSignal): Promise<Claim> {
      const open = asked === null ? await request(action) : null
      const approval = open && open.status !== 'pending' ? open : await wait(asked ?? open?.id ?? '', seconds, signal)
      if (approval.status !== 'approved') throw notApproved(approval)
      try {
        return await take(action, approval, signal)
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        throw new NotAllowed(`${action.tool} was approved, but may not run now: ${error.message}`)
      }
    },
  }
}

function approvalOf(answer: JsonObject): Approval {
  const { id, status, digest } = answer
  if (typeof id !== 'string' || !/^\w+$/.test(id) || typeof status !== 'string' || typeof digest !== 'string')
    throw new Malformed('The answer of Holdpoint is not a request for approval.')
  return answer as unknown as Approval
}

/** What may run: the arguments that were asked for, or those of a person's edit. The digest is computed here. */
async function approvedArguments(action: Action, { subject, decision, digest }: Approval): Promise<JsonObject> {
  const kind = decision?.kind
  if (kind !== 'approve' && kind !== 'edit')
    throw new Malformed(`The decision is ${String(kind)}. Only approve and edit let an action run.`)
  const args = kind === 'edit' ? decision?.effectiveArguments : action.arguments
  const mine = {
    project: Object(subject).project as unknown,
    environment: action.environment,
    agent: action.agent,
    release: action.release ?? null,
    run: action.runId ?? null,
    tool: action.tool,
    toolVersion: action.toolVersion ?? null,
    arguments: args,
  }
  if (!sameJson(subject, mine)) throw new Malformed(`What was approved is not what ${action.tool} is about to do.`)
  if ((await digestOf(mine)) !== digest) throw new Malformed('The digest of the approval is not that of the action.')
  return asJson(args) as JsonObject
}

function notApproved({ status, decision }: Approval): NotAllowed {
  if (status === 'rejected')
    return new Rejected(decision?.comment ? `A person said no: ${decision.comment}` : 'A person said no.')
  if (['expired', 'cancelled', 'superseded'].includes(status))
    return new Expired(`The request is ${status}; nobody approved it in time.`)
  return new NotAllowed(`The request is already ${status}, so the action does not run again.`)
}

/** The result as it can be told: what is not JSON becomes text. */
function tellable(result: unknown) {
  try {
    return asJson(result ?? null)
  } catch {
    return String(result).slice(0, 20_000)
  }
}
