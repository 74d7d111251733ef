import type { Approvals, Claim } from './approvals.ts'
import type { JsonObject } from './canonical.ts'
import { Cancelled, Denied, Malformed, type Reason } from './errors.ts'
import type { Teller } from './teller.ts'
import type { Transport } from './transport.ts'

export interface Usage {
  llmCalls?: number
  toolCalls?: number
  tokens?: number
  /** Dollars as a decimal string. */
  usd?: string
}

export interface StepQuestion {
  agent: string
  environment: string
  runId: string
  step: 'run' | 'llm' | 'tool'
  tool?: string
  arguments?: JsonObject
  model?: string
  release?: string
  estimate?: Usage
  lease?: { seconds: number }
  input?: string
  userId?: string
  toolCallId?: string
  rationale?: string
  traceId?: string
  spanId?: string
}

export interface StepOutcome {
  status: 'ok' | 'error' | 'timeout' | 'cancelled' | 'unused'
  durationMs?: number
  usage?: Usage
  result?: unknown
  error?: string
}

/** A step that may run. Whoever has it runs it once and says how it ended. */
export interface Permit {
  id: string
  /** Those that may run: as asked, or as a person has edited them. */
  arguments: JsonObject
  release: string | null
  done(outcome: StepOutcome): Promise<void>
}

interface Parts {
  transport: Transport
  teller: Teller
  approvals: Approvals
}

/** Asks for a step; a person's decision is waited for, and claimed. Throws NotAllowed where it may not run. */
export async function askPermit(parts: Parts, question: StepQuestion, seconds: number, signal?: AbortSignal) {
  const answer = await parts.transport.call('POST', '/api/v1/permits', question, { once: crypto.randomUUID() })
  const { id, decision, release } = answer
  if (!Array.isArray(answer.reasons)) throw new Malformed('The answer of Holdpoint is not a permit: it has no reasons.')
  const reasons = answer.reasons as unknown as Reason[]
  if (decision === 'deny') throw new Denied(reasons)
  if (decision === 'fallback') throw new Denied(reasons, String(answer.fallback))
  if (typeof id !== 'string' || (decision !== 'allow' && decision !== 'needs_approval'))
    throw new Malformed(`The answer of Holdpoint is not a permit: its decision is ${String(decision)}.`)
  const claim = decision === 'allow' ? null : await approved(parts, question, answer, reasons, seconds, signal)
  const permit = permitOf(parts, id, question, claim, typeof release === 'string' ? release : null)
  if (signal?.aborted) {
    await permit.done({ status: 'unused', error: 'It did not run: the run has ended.' })
    throw new Cancelled('The run that asked has ended.')
  }
  return permit
}

async function approved(
  { approvals }: Parts,
  { agent, environment, release, runId, tool = '', arguments: args = {} }: StepQuestion,
  { approvalId }: JsonObject,
  reasons: Reason[],
  seconds: number,
  signal?: AbortSignal,
): Promise<Claim> {
  // A person is asked for more budget, not for the step: ask for it again when they have decided.
  if (reasons.some(({ rule }) => rule.startsWith('run-budget/'))) throw new Denied(reasons)
  if (typeof approvalId !== 'string') throw new Malformed('The permit waits for an approval that it does not name.')
  return approvals.obtain({ agent, environment, release, runId, tool, arguments: args }, approvalId, seconds, signal)
}

function permitOf(
  { teller, approvals }: Parts,
  id: string,
  { arguments: args = {} }: StepQuestion,
  claim: Claim | null,
  release: string | null,
): Permit {
  return {
    id,
    arguments: claim?.arguments ?? args,
    release,
    async done({ status, durationMs, usage, result, error }) {
      if (claim) return approvals.report(claim, status === 'ok' ? 'executed' : 'failed', { result, error })
      const body = JSON.parse(JSON.stringify({ status, durationMs, usage, error })) as JsonObject
      await teller.tell(id, `/api/v1/permits/${id}/outcome`, body)
    },
  }
}
