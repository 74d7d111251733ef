import { type ConfiguredBreaker, report } from '#lib/domain/breakers/index.ts'
import {
  type Amounts,
  commitPeriod,
  commitRun,
  endWait,
  nanosOfUsd,
  nothing,
  remainingOf,
  runRulesOf,
} from '#lib/domain/budgets/index.ts'
import { canonicalJson } from '#lib/shared/canonical-json.ts'
import { nanosToUsd } from '#lib/shared/money.ts'
import { conflict } from '#lib/shared/problem.ts'
import type { Limits } from './ask.ts'
import type { Book } from './book.ts'
import type { PermitRow } from './rows.ts'
import type { TellAnswer, TellBody } from './schemas.ts'

export interface Settling {
  book: Book
  limits: Limits
  breakers: ReadonlyMap<string, ConfiguredBreaker>
  /** The key that reports. One bad key must not open everybody's breaker. */
  keyId: string
  now: Date
}

/** What a report charges: the reported usage, or else the estimate. A step that never began costs nothing. */
function chargeOf(body: TellBody, held: Amounts): Amounts {
  if (body.status === 'unused') return nothing
  const { usage = {} } = body
  return {
    llmCalls: usage.llmCalls ?? held.llmCalls,
    toolCalls: usage.toolCalls ?? held.toolCalls,
    tokens: usage.tokens ?? held.tokens,
    nanos: usage.usd === undefined ? held.nanos : nanosOfUsd(usage.usd),
  }
}

/** Denied, cancelled and unused steps are not failures of the agent. */
const resultOf = {
  ok: 'success',
  error: 'failure',
  timeout: 'failure',
  cancelled: 'ignored',
  unused: 'ignored',
} as const

export const toUsage = ({ llmCalls, toolCalls, tokens, nanos }: Amounts) => ({
  llmCalls,
  toolCalls,
  tokens,
  usd: nanosToUsd(nanos),
})

/**
 * Charges an outcome, once. The same report again gets the same answer; another one is a conflict. A report after the
 * lease is charged too, even beyond a limit: that blocks the next step.
 */
export function tell(permit: PermitRow, body: TellBody, how: Settling): { permit: PermitRow; answer: TellAnswer } {
  if (permit.outcome) {
    if (canonicalJson(permit.outcome.report) === canonicalJson(body)) return { permit, answer: permit.outcome.answer }
    throw conflict(
      'outcome-differs',
      `It was reported as ${permit.outcome.report.status} before: the first report stands.`,
    )
  }
  if (permit.status === 'refused' || permit.status === 'settled' || permit.held.topUp)
    throw conflict('not-granted', `This permit was answered with ${permit.decision}: there is no step to report on.`)
  const late = permit.status === 'freed'
  const charged = chargeOf(body, permit.held.amounts)
  release(permit, charged, how)
  reportToBreakers(permit, body, how)
  const { book, limits, now } = how
  const [rule] = runRulesOf(limits.budgets, { ...permit, release: null, userId: null })
  const run = book.get('run', permit.held.runs[0] ?? '')
  const answer: TellAnswer = {
    ...{ id: permit.id, status: body.status, late, charged: toUsage(charged) },
    remaining: remainingOf(
      run,
      rule?.limits ?? { llmCalls: null, toolCalls: null, tokens: null, seconds: null, nanos: null },
      now.getTime(),
    ),
  }
  const outcome = { report: body, answer }
  return { permit: { ...permit, status: 'settled', leaseUntil: null, outcome, settledAt: now }, answer }
}

/** Releases the reservation of a permit, and charges what it used. */
export function release({ held, status }: PermitRow, charged: Amounts, { book, now }: Settling): void {
  const ms = now.getTime()
  const holds = status === 'open' || status === 'waiting'
  for (const key of held.runs) {
    const run = commitRun(book.get('run', key), holds ? held.amounts : nothing, charged, ms)
    book.put('run', key, status === 'waiting' ? endWait(run, ms) : run)
  }
  for (const key of held.periods)
    book.put('period', key, commitPeriod(book.get('period', key), holds ? held.amounts.nanos : 0n, charged.nanos))
}

/** The length of an error text in the evidence of a breaker. */
const shownError = 300

function reportToBreakers(permit: PermitRow, body: TellBody, { book, breakers, keyId, now }: Settling): void {
  const ms = now.getTime()
  for (const { slug, epoch } of permit.held.breakers) {
    const configured = breakers.get(slug)
    if (!configured) continue
    const before = book.get('breaker', slug)
    const outcome = {
      permit: permit.id,
      epoch,
      key: keyId,
      result: resultOf[body.status],
      durationMs: body.durationMs ?? null,
    }
    const facts = {
      ...{ runId: permit.runId, tool: permit.tool, traceId: permit.traceId, spanId: permit.spanId },
      error: body.error?.slice(0, shownError) ?? (body.status === 'timeout' ? 'timeout' : null),
    }
    const retryAt = body.retryAfterSeconds === undefined ? null : ms + body.retryAfterSeconds * 1000
    const moved = report(before, configured.settings, ms, { ...outcome, retryAt, facts })
    if (moved.breaker === before) continue
    book.put('breaker', slug, moved.breaker)
    if (moved.steps.length > 0)
      book.moves.push({ slug, before, steps: moved.steps, cause: { permit: permit.id, run: permit.runId } })
  }
}

/** The lease ended without an outcome, so its reservation is released. The use is unknown, so nothing is charged. */
export function free(permit: PermitRow, how: Settling, force = false): PermitRow {
  const over = permit.leaseUntil !== null && permit.leaseUntil.getTime() <= how.now.getTime()
  if ((permit.status !== 'open' && permit.status !== 'waiting') || !(over || force)) return permit
  release(permit, nothing, how)
  reportToBreakers(permit, { status: 'unused' }, how)
  return { ...permit, status: 'freed', leaseUntil: null }
}

/** Extends the lease from now on. */
export function extend(permit: PermitRow, seconds: number, now: Date): PermitRow {
  if (permit.status === 'settled')
    throw conflict('already-settled', 'Its outcome was reported: it has no reservation any more.')
  if (permit.status === 'freed') throw conflict('lease-ended', 'Its lease has ended. Ask for another permit.')
  if (permit.status === 'refused') throw conflict('not-granted', `It was answered with ${permit.decision}.`)
  const until = now.getTime() + seconds * 1000
  return { ...permit, leaseUntil: new Date(Math.max(until, permit.leaseUntil?.getTime() ?? 0)) }
}

/** The state of the request for approval that a permit waits for. */
export interface ApprovalNews {
  status: string
  /** Until when it may be claimed, or its claim reported on. */
  until: Date
}

/** A decision ends the wait. It releases the reservation, keeps it until the action is reported on, or charges it. */
export function hear(permit: PermitRow, { status, until }: ApprovalNews, how: Settling): PermitRow {
  if (permit.status !== 'open' && permit.status !== 'waiting') return permit
  const { book, now } = how
  if (status === 'pending') return { ...permit, leaseUntil: until }
  const waiting = permit.status === 'waiting'
  if (permit.held.topUp) return topUp(permit, status, how)
  if (status === 'approved' || status === 'claimed') {
    if (waiting) for (const key of permit.held.runs) book.put('run', key, endWait(book.get('run', key), now.getTime()))
    return { ...permit, status: 'open', leaseUntil: until }
  }
  if (status === 'executed' || status === 'failed' || status === 'unknown')
    return tell(permit, { status: status === 'executed' ? 'ok' : status === 'failed' ? 'error' : 'cancelled' }, how)
      .permit
  release(permit, nothing, how)
  reportToBreakers(permit, { status: 'unused' }, how)
  return { ...permit, status: 'freed', leaseUntil: null }
}

/** A person has decided whether the run gets more. Either way the run no longer waits. */
function topUp(permit: PermitRow, status: string, { book, now }: Settling): PermitRow {
  const { measure, by } = permit.held.topUp ?? { measure: '', by: '0' }
  const granted = status === 'approved' || status === 'claimed' || status === 'executed'
  const more = { ...nothing, ...(measure === 'usd' ? { nanos: nanosOfUsd(by) } : { [measure]: Number(by) }) }
  for (const key of permit.held.runs) {
    const run = endWait(book.get('run', key), now.getTime())
    const { extra } = run
    const added: Amounts = {
      llmCalls: extra.llmCalls + more.llmCalls,
      toolCalls: extra.toolCalls + more.toolCalls,
      tokens: extra.tokens + more.tokens,
      nanos: extra.nanos + more.nanos,
    }
    const extraMs = granted && measure === 'seconds' ? Number(by) * 1000 : 0
    book.put('run', key, granted ? { ...run, extra: added, waitedMs: run.waitedMs + extraMs } : run)
  }
  return { ...permit, status: 'settled', leaseUntil: null, settledAt: now }
}
