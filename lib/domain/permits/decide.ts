import { admit } from '#lib/domain/breakers/rules.ts'
import {
  type Amounts,
  beginWait,
  crossedHard,
  crossedLimit,
  nanosOfUsd,
  remainingOf,
  reservePeriod,
  reserveRun,
  takeRate,
} from '#lib/domain/budgets/index.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { Ask, Denial, Scopes, Switches } from './ask.ts'
import type { Book } from './book.ts'
import type { Decision, PermitAnswer, Reason } from './schemas.ts'

/** What a granted permit reserves, and which breakers get its outcome. */
export interface Held {
  amounts: Amounts
  runs: string[]
  periods: string[]
  breakers: { slug: string; epoch: number }[]
  /** The permit asks a person to add this to the limits of the run. It reserves nothing. */
  topUp?: { measure: string; by: string }
}

export interface Verdict extends Pick<PermitAnswer, 'decision' | 'reasons' | 'remaining' | 'breaker' | 'fallback'> {
  held: Held
  leaseUntil: number | null
}

/** How long a reservation lasts without a report from the agent, in seconds. */
const leaseSeconds = 120
/** A request for approval ends by itself. This is for a process that died before it could create one. */
const waitSeconds = 60

const at = (ms: number) => toRfc3339(new Date(ms))

/**
 * Decides one question: the first rule that denies is the answer. Only a granted step changes the book, in all its
 * scopes at once. Pure, except for the book.
 */
export function decide(ask: Ask, scopes: Scopes, switches: Switches, book: Book, now: number): Verdict {
  const admissions = scopes.breakers.map(one => ({
    ...one,
    before: book.get('breaker', one.slug),
    admission: admit(book.get('breaker', one.slug), one.settings, now, ask.id),
  }))
  const blocked = admissions.find(({ admission }) => !admission.allowed)
  const agent = switches.agents.get(ask.agent)
  const rates = scopes.rates.map(budget => ({
    budget,
    taken: takeRate(book.get('rate', budget.slug), rateOf(budget), now),
  }))
  const answer = (decision: Decision, reasons: Reason[], held: Held, leaseUntil: number | null): Verdict => {
    const shown = blocked ?? admissions.at(-1)
    const state = shown ? book.get('breaker', shown.slug) : { state: 'closed' as const, epoch: 1 }
    const run = scopes.runs[0]
    return {
      ...{
        decision,
        reasons,
        held,
        leaseUntil,
        remaining: remainingOf(book.get('run', run?.key ?? ''), run?.rule.limits ?? noLimits, now),
      },
      breaker: { state: state.state, epoch: state.epoch },
      fallback: decision === 'fallback' ? (blocked?.fallback ?? agent?.fallback ?? null) : null,
    }
  }
  const denial =
    switchedOff(ask, switches) ??
    (blocked ? brokenBy(blocked.slug, blocked.admission.retryAt, blocked.admission.breaker.reason) : null) ??
    rateDenial(rates) ??
    runDenial(ask, scopes, book, now) ??
    periodDenial(ask, scopes, book) ??
    toolDenial(ask)
  if (denial) {
    // A breaker that has been half-open for too long opens again, even if nothing is granted.
    for (const { slug, before, admission } of blocked ? [blocked] : []) {
      if (admission.steps.length === 0) continue
      book.put('breaker', slug, admission.breaker)
      book.moves.push({ slug, before, steps: admission.steps, cause: { permit: ask.id } })
    }
    return deny(denial, scopes, { book, now, answer, fallback: blocked?.fallback ?? agent?.fallback ?? null })
  }
  for (const { slug, before, admission } of admissions) {
    if (admission.breaker === before) continue
    book.put('breaker', slug, admission.breaker)
    if (admission.steps.length > 0) book.moves.push({ slug, before, steps: admission.steps, cause: { permit: ask.id } })
  }
  for (const { budget, taken } of rates) book.put('rate', budget.slug, taken.use)
  const waits = ask.policy?.outcome === 'needs_approval'
  const held: Held = {
    amounts: ask.estimate,
    runs: scopes.runs.map(({ key }) => key),
    periods: scopes.periods.map(({ key }) => key),
    breakers: admissions.map(({ slug, admission }) => ({ slug, epoch: admission.breaker.epoch })),
  }
  for (const key of held.runs) {
    const reserved = reserveRun(book.get('run', key), ask.estimate, now)
    book.put('run', key, waits ? beginWait(reserved, now) : reserved)
  }
  for (const key of held.periods) book.put('period', key, reservePeriod(book.get('period', key), ask.estimate.nanos))
  const reasons = waits ? (ask.policy?.reasons ?? []) : []
  const seconds = waits ? waitSeconds : (ask.body.lease?.seconds ?? leaseSeconds)
  return answer(waits ? 'needs_approval' : 'allow', reasons, held, now + seconds * 1000)
}

const nothingHeld: Held = {
  amounts: { llmCalls: 0, toolCalls: 0, tokens: 0, nanos: 0n },
  runs: [],
  periods: [],
  breakers: [],
}
const noLimits = { llmCalls: null, toolCalls: null, tokens: null, seconds: null, nanos: null }

interface Denying {
  book: Book
  now: number
  answer: (decision: Decision, reasons: Reason[], held: Held, leaseUntil: number | null) => Verdict
  fallback: string | null
}

/** The answer to a denied question. The budget may let a person add to it, or name another workflow. */
function deny(
  { reason, onExceed = 'deny' }: Denial,
  scopes: Scopes,
  { book, now, answer, fallback }: Denying,
): Verdict {
  if (onExceed === 'ask') {
    const keys = scopes.runs.map(({ key }) => key)
    for (const key of keys) book.put('run', key, beginWait(book.get('run', key), now))
    const topUp = { measure: reason.rule.replace('run-budget/', ''), by: reason.limit ?? '0' }
    return answer('needs_approval', [reason], { ...nothingHeld, runs: keys, topUp }, now + waitSeconds * 1000)
  }
  return answer(onExceed === 'fallback' && fallback !== null ? 'fallback' : 'deny', [reason], nothingHeld, null)
}

function switchedOff({ agent }: Ask, { project, agents }: Switches): Denial | null {
  if (project)
    return {
      reason: { rule: 'project-disabled', message: `The project was switched off by ${project.by}: ${project.reason}` },
    }
  const entry = agents.get(agent)
  if (!entry || entry.enabled) return null
  return { reason: { rule: 'agent-disabled', message: `The agent ${agent} was switched off by ${entry.by}.` } }
}

function brokenBy(slug: string, retryAt: number | null, why: string | null): Denial {
  const message = `The circuit breaker ${slug} is open${why ? `: ${why}` : '.'}`
  const reason = { rule: 'breaker', message, by: slug, ...(retryAt === null ? {} : { resetsAt: at(retryAt) }) }
  return { reason, onExceed: 'fallback' }
}

const rateOf = ({ permits, perSeconds }: Scopes['rates'][number]) => ({
  permits: permits ?? 1,
  perSeconds: perSeconds ?? 1,
})

function rateDenial(rates: { budget: Scopes['rates'][number]; taken: ReturnType<typeof takeRate> }[]): Denial | null {
  for (const { budget, taken } of rates) {
    if (taken.exceeded === null) continue
    const { permits, perSeconds } = rateOf(budget)
    const message = `${budget.why ?? `The rate limit ${budget.slug}`} gives ${permits} permits in ${perSeconds} s.`
    const { used, resetsAt } = taken.exceeded
    return {
      reason: {
        rule: 'rate-limit',
        message,
        by: budget.slug,
        limit: String(permits),
        used: String(used),
        resetsAt: at(resetsAt),
      },
    }
  }
  return null
}

function runDenial(ask: Ask, { runs }: Scopes, book: Book, now: number): Denial | null {
  for (const { rule, key } of runs) {
    const run = book.get('run', key)
    if (run.endedAt !== null) return { reason: { rule: 'run-ended', message: `The run ${ask.body.runId} has ended.` } }
    const crossed = crossedLimit(run, rule.limits, ask.estimate, now)
    if (!crossed) continue
    const where = rule.tool === null ? '' : ` For ${rule.tool}, by the budget ${rule.slug}.`
    const { measure, limit, used } = crossed
    const by = rule.slug === null ? {} : { by: rule.slug }
    const reason = { rule: `run-budget/${measure}`, message: `${crossed.message}${where}`, ...by, limit, used }
    return { reason, onExceed: rule.onExceed }
  }
  return null
}

function periodDenial(ask: Ask, { periods }: Scopes, book: Book): Denial | null {
  for (const { budget, key, to } of periods) {
    const hard = budget.hardUsd === null ? null : nanosOfUsd(budget.hardUsd)
    const crossed = crossedHard(book.get('period', key), hard, ask.estimate.nanos)
    if (!crossed) continue
    const message = `The budget ${budget.slug} allows $${crossed.limit} a ${budget.period} and $${crossed.used} is used. It begins anew at ${at(to)}.`
    return { reason: { rule: 'cost-budget', message, by: budget.slug, ...crossed, resetsAt: at(to) } }
  }
  return null
}

function toolDenial({ badArguments, body, policy }: Ask): Denial | null {
  if (badArguments !== null) return { reason: { rule: 'tool-arguments', message: badArguments } }
  const blocked = body.guardrails?.find(({ outcome }) => outcome === 'blocked')
  if (blocked)
    return {
      reason: {
        rule: `guardrail/${blocked.name}`,
        by: blocked.name,
        message: blocked.message ?? `The guardrail ${blocked.name} blocked it.`,
      },
    }
  const [why] = policy?.outcome === 'deny' ? policy.reasons : []
  if (why) return { reason: { ...why, by: why.rule.replace('policy/', '') } }
  if (policy?.outcome === 'needs_approval' && body.lease)
    return {
      reason: { rule: 'never-in-a-lease', message: `${body.tool} needs approval for each call: ask without a lease.` },
    }
  return null
}
