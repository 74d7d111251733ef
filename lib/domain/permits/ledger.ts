import {
  breakerNamed,
  breakersOf as breakersAround,
  type ConfiguredBreaker,
  recordSteps,
} from '#lib/domain/breakers/index.ts'
import { crossedSoft, endRun, observePeriod } from '#lib/domain/budgets/index.ts'
import { type Context, systemContext } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { sqlTransaction } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import { lockStatesAnd, type StateKey, writeStates } from '#lib/platform/state-machine/control-state.ts'
import { isProblem, notFound } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { type Ask, keysOf, type Limits, type Scopes, type Switches, scopesOf } from './ask.ts'
import { Book } from './book.ts'
import { budgetIncidents } from './budget-incidents.ts'
import { countDenials } from './count-denials.ts'
import { decide } from './decide.ts'
import { judged, limitsOf } from './limits.ts'
import { insertPermits, lockPermits, type NewPermit, type PermitRow, updatePermits } from './rows.ts'
import type { PermitAnswer, TellBody } from './schemas.ts'
import { type ApprovalNews, extend, free, hear, type Settling, tell } from './settle.ts'
import { switchesOf } from './switches.ts'
import { keepTouched } from './touched.ts'
import { type TracedStep, takeSteps } from './traced/steps.ts'
import { witnessSteps } from './traced/witness-steps.ts'

/** One change of the books. Those of one project are made together, one after another in one transaction. */
export type Operation =
  | { kind: 'ask'; ask: Ask }
  | { kind: 'tell'; id: string; body: TellBody; guardrails: PermitAnswer['guardrails'] }
  | { kind: 'extend'; id: string; seconds: number }
  | { kind: 'free'; id: string; force: boolean }
  | { kind: 'hear'; id: string; news: ApprovalNews }
  | { kind: 'end'; runKey: string }
  | { kind: 'observe'; key: string; nanos: bigint; budget: string; soft: bigint | null }
  | { kind: 'link'; id: string; approvalId: string; until: Date }
  | { kind: 'witness'; steps: readonly TracedStep[] }

export interface Entry {
  ctx: Context
  operation: Operation
}
export type Result = { value: unknown } | { error: unknown }

interface Batch {
  ctx: Context
  sql: Sql
  limits: Limits
  switches: Switches
  now: Date
  book: Book
  permits: Map<string, PermitRow>
  changed: Set<string>
  created: NewPermit[]
  /** Budgets whose soft limit was reached. */
  softLimits: string[]
  /** The questions, with the entries of their tools in the registry. */
  asks: Map<string, Ask>
  scopes: Map<string, Scopes>
  /** Steps from traces that were not yet reported to a breaker. */
  fresh: Set<string>
}

/** Processes a batch in one transaction: locks its rows in one order, decides by the rules, and writes once. */
export function post(entries: readonly Entry[]): Promise<Result[]> {
  const [{ ctx }] = entries as [Entry]
  const work = async (_: unknown, sql: Sql) => {
    const batch = await open(ctx, sql, entries)
    const results: Result[] = []
    for (const entry of entries) results.push(await outcomeOf(() => perform(batch, entry)))
    await close(batch)
    await Promise.all(entries.map((entry, i) => rememberWhole(sql, entry, results[i])))
    return results
  }
  return sqlTransaction(ctx.db.pool, work, { prepared: true })
}

/**
 * Stores the answer for a retry. The answer to a question that waits for a person is not complete yet: the request for
 * approval is missing.
 */
async function rememberWhole(sql: Sql, { ctx, operation }: Entry, result: Result | undefined): Promise<void> {
  if (!ctx.remember || !result || !('value' in result)) return
  if (operation.kind === 'ask' && (result.value as PermitAnswer).decision === 'needs_approval') return
  await ctx.remember(sql, result.value)
}

async function outcomeOf(work: () => unknown): Promise<Result> {
  try {
    return { value: work() }
  } catch (error) {
    if (!isProblem(error)) throw error
    return { error }
  }
}

async function open(ctx: Context, sql: Sql, entries: readonly Entry[]): Promise<Batch> {
  const { projectId, db } = ctx
  const seen = entries.flatMap(({ operation }) => (operation.kind === 'witness' ? operation.steps : []))
  const fresh = await takeSteps(sql, projectId, seen)
  const asks = entries.flatMap(({ operation }) => (operation.kind === 'ask' ? [operation.ask] : []))
  const told = entries.flatMap(({ operation }) => ('id' in operation ? [operation.id] : []))
  const [{ limits, at }, permits] = await Promise.all([limitsOf(sql, db, projectId), lockPermits(sql, projectId, told)])
  // The time before the lock decides which period a question belongs to. At midnight that may be the old period.
  const before = await ctx.clock.now(sql, at)
  const judgedAsks = await judged(sql, asks, limits, { db, projectId, now: before })
  const scopes = new Map(asks.map(ask => [ask.id, scopesOf(ask, limits, before.getTime())]))
  const keys: StateKey[] = [
    ...[...scopes.values()].flatMap(keysOf),
    ...[...permits.values()].flatMap(({ held }) => [
      ...held.runs.map(key => ({ kind: 'run' as const, key })),
      ...held.periods.map(key => ({ kind: 'period' as const, key })),
      ...held.breakers.map(({ slug }) => ({ kind: 'breaker' as const, key: slug })),
    ]),
    ...entries.flatMap(({ operation }) => ownKeys(operation)),
    ...seen.flatMap(step =>
      breakersAround(limits.breakers, step).map(({ slug }) => ({ kind: 'breaker' as const, key: slug })),
    ),
  ]
  const agents = asks.map(({ agent }) => agent)
  // Read after the locks are taken: whoever was switched off meanwhile gets nothing any more.
  const locked = await lockStatesAnd(sql, projectId, keys, () => switchesOf(sql, projectId, agents))
  const now = await ctx.clock.now(sql, locked.at)
  return {
    ctx,
    sql,
    limits,
    switches: locked.read,
    now,
    book: new Book(locked.rows, now.getTime()),
    permits,
    changed: new Set(),
    created: [],
    softLimits: [],
    asks: new Map(judgedAsks.map(ask => [ask.id, ask])),
    scopes,
    fresh,
  }
}

/** Rows that an operation names itself. */
function ownKeys(operation: Operation): StateKey[] {
  if (operation.kind === 'end') return [{ kind: 'run', key: operation.runKey }]
  return operation.kind === 'observe' ? [{ kind: 'period', key: operation.key }] : []
}

function perform(batch: Batch, { ctx, operation }: Entry): unknown {
  if (operation.kind === 'ask') return answer(batch, ctx, batch.asks.get(operation.ask.id) ?? operation.ask)
  const { book, now } = batch
  if (operation.kind === 'end') {
    const run = endRun(book.get('run', operation.runKey), now.getTime())
    book.put('run', operation.runKey, run)
    return run
  }
  if (operation.kind === 'observe') return observe(batch, operation)
  if (operation.kind === 'witness') return witnessSteps(book, operation.steps, batch)
  const permit = visible(ctx, batch.permits.get(operation.id))
  const keep = (row: PermitRow) => {
    batch.permits.set(row.id, row)
    if (row !== permit) batch.changed.add(row.id)
    return row
  }
  const how: Settling = {
    book,
    limits: batch.limits,
    breakers: breakersOf(batch, permit),
    keyId: String(ctx.actor.id),
    now,
  }
  switch (operation.kind) {
    case 'tell': {
      const told = tell(permit, operation.body, how)
      keep(told.permit)
      return { ...told.answer, guardrails: operation.guardrails }
    }
    case 'extend':
      return { leaseUntil: toRfc3339(keep(extend(permit, operation.seconds, now)).leaseUntil ?? now) }
    case 'free':
      return keep(free(permit, how, operation.force)) !== permit
    case 'hear':
      return keep(hear(permit, operation.news, { ...how, keyId: permit.keyId }))
    case 'link':
      return keep({ ...permit, approvalId: operation.approvalId, leaseUntil: operation.until })
  }
}

function observe(batch: Batch, { key, nanos, budget, soft }: Extract<Operation, { kind: 'observe' }>): void {
  const before = batch.book.get('period', key)
  const use = observePeriod(before, nanos)
  const news = crossedSoft(use, soft) && !use.told.includes(budget)
  if (news) batch.softLimits.push(budget)
  if (news || use.known !== before.known || use.since !== before.since)
    batch.book.put('period', key, news ? { ...use, told: [...use.told, budget] } : use)
}

/** From outside, an unknown permit and one of another agent look the same. */
function visible({ actor }: Context, permit: PermitRow | undefined): PermitRow {
  if (!permit || (actor.kind === 'key' && actor.agent !== null && actor.agent !== permit.agent))
    throw notFound('permit')
  return permit
}

const breakersOf = ({ limits }: Batch, { held }: PermitRow): Map<string, ConfiguredBreaker> =>
  new Map(
    held.breakers.flatMap(({ slug }) => {
      const found = breakerNamed(slug, limits.breakers)
      return found ? [[slug, found] as const] : []
    }),
  )

function answer(batch: Batch, ctx: Context, ask: Ask): PermitAnswer {
  const { now, switches } = batch
  const scopes = batch.scopes.get(ask.id)
  if (!scopes) throw new Error('a question without its scopes')
  const dry = ask.body.dryRun === true
  const verdict = decide(ask, scopes, switches, dry ? batch.book.fork() : batch.book, now.getTime())
  const { decision, reasons, held } = verdict
  const leaseUntil = verdict.leaseUntil === null ? null : new Date(verdict.leaseUntil)
  const granted = decision === 'allow' || decision === 'needs_approval'
  const status = decision === 'allow' ? 'open' : decision === 'needs_approval' ? 'waiting' : 'refused'
  const { body } = ask
  if (!dry)
    batch.created.push({
      ...{
        id: ask.id,
        agent: ask.agent,
        runId: body.runId,
        step: body.step,
        tool: ask.tool,
        model: body.model ?? null,
      },
      ...{ environment: ask.environment, release: ask.release, userId: ask.userId, keyId: String(ctx.actor.id) },
      ...{ traceId: body.traceId ?? null, spanId: body.spanId ?? null, decision, status, reasons, held },
      estimatedUsd: body.estimate?.usd ?? null,
      ...{ approvalId: null, askedAt: now, leaseUntil, outcome: null, settledAt: null },
    })
  return {
    id: dry ? null : ask.id,
    ...{ decision, reasons, remaining: verdict.remaining, breaker: verdict.breaker, fallback: verdict.fallback },
    release: ask.release,
    reservation: granted && !dry && leaseUntil !== null ? { id: ask.id, leaseUntil: toRfc3339(leaseUntil) } : null,
    guardrails: ask.guardrails,
    approvalId: null,
  }
}

async function close(batch: Batch): Promise<void> {
  const { ctx, sql, limits, book, now, permits, changed, created, softLimits } = batch
  const { projectId, db } = ctx
  const actor = systemContext(db, projectId, 'permits')
  const denied = created.filter(({ status }) => status === 'refused').map(({ id }) => id)
  const settled = [...changed].flatMap(id => permits.get(id) ?? [])
  // None of these statements needs the answer of another, so they are sent together and run in this order.
  const [openIncidents] = await Promise.all([
    budgetIncidents(sql, actor, created, { budgets: limits.budgets, now }),
    writeStates(sql, projectId, book.changes(), now),
    insertPermits(sql, projectId, created),
    countDenials(sql, projectId, created, now),
    updatePermits(sql, projectId, settled),
    softLimits.length > 0 &&
      publish(sql, projectId, { topic: 'budgets', type: 'budget.soft-limit-reached', ids: softLimits }),
    denied.length > 0 && publish(sql, projectId, { topic: 'permits', type: 'permit.refused', ids: denied }),
    keepTouched(sql, ctx, batch, now),
  ])
  for (const move of book.moves) {
    const known = breakerNamed(move.slug, limits.breakers)
    if (known) await recordSteps(sql, actor, { ...move, scope: known.scope, at: now })
  }
  await openIncidents()
}
