import { checkCall, claimApproval, findSameCall, getApproval, requestApproval } from '#lib/domain/approvals/index.ts'
import type { Approval, RequestBody } from '#lib/domain/approvals/schemas.ts'
import type { Context } from '#lib/platform/context.ts'
import { isProblem } from '#lib/shared/problem.ts'

/** What a client that asks about one call has to do. */
export type Held =
  | { verdict: 'no-objection'; message: string }
  | { verdict: 'allow'; message: string; arguments: Record<string, unknown>; approvalId: string | null }
  | Deny

interface Deny {
  verdict: 'deny'
  message: string
  approvalId: string | null
  /** Where it is still to be decided. */
  waitsAt?: string
}

/** The longest that one long poll lasts; longer waits are several. */
const pollSeconds = 60

/**
 * Answers whether a call may run, for clients that take one answer and keep no state. A call that nobody holds is not
 * recorded. One that waits is answered when a person has decided, and claimed before that is said; after `seconds` it is
 * denied, stays open, and the same call asked again goes on waiting for the same person.
 */
export async function holdCall(ctx: Context, body: RequestBody, seconds: number): Promise<Held> {
  const deadline = Date.now() + seconds * 1000
  const same = await findSameCall(ctx, body)
  const lost = same.find(({ sameId, approval, claimId }) => sameId && approval.status === 'claimed' && claimId !== null)
  // The answer to this very call was lost: it is given again, as under an Idempotency-Key.
  if (lost && lost.approval.toolCallId !== null) return allowed(lost.approval)
  const waiting = same.find(({ approval }) => approval.status === 'pending' || approval.status === 'approved')
  if (waiting) {
    const held = await follow(ctx, waiting.approval, deadline)
    // Another call that is the same took it meanwhile: one approval is good for one execution.
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
  return held === 'taken' ? deny('Another call has claimed this approval. Ask again.', asked.id) : held
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
  // Whoever asked is gone: what nobody will run is not claimed.
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
  if (status === 'expired') return `Nobody decided in time (${url}).`
  if (status === 'unknown')
    return `It was claimed before, and nobody knows whether it ran; a person must settle it: ${url}`
  return reasons.at(-1)?.message ?? `The request was ${status}.`
}
