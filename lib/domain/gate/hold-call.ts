import { checkCall, claimApproval, findSameCall, getApproval, requestApproval } from '#lib/domain/approvals/index.ts'
import type { Approval, RequestBody } from '#lib/domain/approvals/schemas.ts'
import type { Context } from '#lib/platform/context.ts'
import { isProblem } from '#lib/shared/problem.ts'

/** What a client may do with the call that it asks about. */
export type Held =
  | { verdict: 'no-objection'; message: string }
  | { verdict: 'allow'; message: string; arguments: Record<string, unknown>; approvalId: string | null }
  | Deny

interface Deny {
  verdict: 'deny'
  message: string
  approvalId: string | null
  /** The page of the request, if it still waits for a person. */
  waitsAt?: string
}

/** The longest that one long poll lasts. Longer waits take several. */
const pollSeconds = 60

/**
 * Answers whether a call may run, for clients that take one answer and keep no state. A call that needs no approval is not
 * recorded. A held call is answered when a person has decided, and is claimed before it is allowed. After `seconds` without a
 * decision it is denied, but the request stays open, and the same call made again waits for the same request.
 */
export async function holdCall(ctx: Context, body: RequestBody, seconds: number): Promise<Held> {
  const deadline = Date.now() + seconds * 1000
  const same = await findSameCall(ctx, body)
  const lost = same.find(({ sameId, approval, claimId }) => sameId && approval.status === 'claimed' && claimId !== null)
  // The client lost the answer to this call. It gets the same answer again, as with an Idempotency-Key.
  if (lost && lost.approval.toolCallId !== null) return allowed(lost.approval)
  const waiting = same.find(({ approval }) => approval.status === 'pending' || approval.status === 'approved')
  if (waiting) {
    const held = await follow(ctx, waiting.approval, deadline)
    // If an identical call has claimed it meanwhile, this call needs an approval of its own.
    if (held !== 'taken') return held
  }
  const policy = await checkCall(ctx, { body })
  const [reason] = policy.reasons
  if (policy.outcome === 'deny') return deny(policy.reasons.map(({ message }) => message).join(' '), null)
  if (policy.outcome === 'allow') {
    const message = reason?.message ?? ''
    return policy.allowedBy
      ? { verdict: 'allow', message, arguments: body.arguments, approvalId: null }
      : { verdict: 'no-objection', message }
  }
  const asked = await requestApproval({ ...ctx, remember: undefined }, { body })
  const held = await follow(ctx, asked, deadline)
  return held === 'taken'
    ? deny('Another call has used this approval. Make the call again to ask for a new one.', asked.id)
    : held
}

const deny = (message: string, approvalId: string | null): Deny => ({ verdict: 'deny', message, approvalId })

async function follow(ctx: Context, asked: Approval, deadline: number): Promise<Held | 'taken'> {
  let now: Approval = asked
  while (now.status === 'pending') {
    const left = (deadline - Date.now()) / 1000
    if (left <= 0 || ctx.signal?.aborted) return { ...deny(stillWaits(now), now.id), waitsAt: now.url }
    now = await getApproval(ctx, { params: { id: now.id }, query: { wait: Math.min(left, pollSeconds) } })
  }
  if (now.status === 'approved') return claim(ctx, now)
  if (now.status === 'claimed' || now.status === 'executed' || now.status === 'failed') return 'taken'
  return deny(deniedBecause(now), now.id)
}

async function claim(ctx: Context, approval: Approval): Promise<Held | 'taken'> {
  const { id, digest } = approval
  // The caller has gone and will not run it, so it is not claimed.
  if (ctx.signal?.aborted) return deny('The caller has disconnected.', id)
  try {
    const { effectiveArguments } = await claimApproval(
      { ...ctx, remember: undefined },
      { params: { id }, body: { digest } },
    )
    return allowed({ ...approval, arguments: effectiveArguments })
  } catch (error) {
    if (!isProblem(error)) throw error
    if (error.fields.type === 'already-claimed') return 'taken'
    return deny(error.fields.detail ?? error.fields.title, id)
  }
}

const allowed = ({ id, arguments: args, decision }: Approval): Held => ({
  verdict: 'allow',
  message: `Approved by ${decision?.by ?? 'policy'}${decision?.comment ? `: ${decision.comment}` : '.'}`,
  arguments: args,
  approvalId: id,
})

const stillWaits = ({ url }: Approval) =>
  `Nobody has decided yet. The request stays open at ${url}; make the same call again to keep waiting.`

function deniedBecause({ status, decision, url, reasons }: Approval): string {
  if (decision) return `Rejected by ${decision.by}${decision.comment ? `: ${decision.comment}` : '.'}`
  if (status === 'expired')
    return `Nobody decided in time, so the request expired (${url}). Make the call again to ask anew.`
  if (status === 'unknown')
    return `This call was claimed earlier, and nobody knows whether it ran. A person must settle it first: ${url}`
  return reasons.at(-1)?.message ?? `The request was ${status}.`
}
