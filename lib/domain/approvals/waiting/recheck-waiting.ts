import { blockingBreakers } from '#lib/domain/breakers/index.ts'
import { registeredTool } from '#lib/domain/tools/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { type Tx, transaction } from '#lib/platform/db/transaction.ts'
import { once } from '#lib/platform/registry.ts'
import { canonicalJson } from '#lib/shared/canonical-json.ts'
import { become, callOf, type Row, update } from '../internal.ts'
import { lockApproval } from '../lock.ts'
import { record } from '../record.ts'
import { toStore, verdictOn } from '../requirement/check-rules.ts'
import type { Verdict } from '../requirement/combine.ts'
import type { Reason } from '../schemas.ts'

// SQL: one statement over all projects, served by the index of statuses.

const ruleOf = (slug: string) => `breaker/${slug}`
const ofBreaker = ({ rule }: Reason) => rule.startsWith('breaker/')

/** The policies by which this process last checked the waiting requests of each project. Other processes check for themselves. */
const checkedBy = () => once('approvals.checked-by', () => new Map<string, string>())

interface Rules {
  version: string
  times: string[]
}

const rulesOf = (project: string) =>
  `(select concat_ws(' ', count(*), sum(c.revision), max(c.updated_at), count(*) filter (where v.uses >= (c.body ->> 'maxUses')::int)) as version,
      coalesce(array_remove(array_agg(c.body ->> 'validFrom') || array_agg(c.body ->> 'validUntil'), null), '{}') as times
    from config_object c left join policy_version v on c.kind = 'policy' and (v.project_id, v.slug, v.revision) = (c.project_id, c.slug, c.revision)
    where c.project_id = ${project} and c.kind in ('policy', 'tool'))`

/** A text that changes as soon as other rules apply. Times are read here, because PostgreSQL may not know their time zone. */
const wordFor = ({ version, times }: Rules, now: Date) =>
  `${version} ${times.filter(time => Date.parse(time) <= now.getTime()).length}`

/** Projects with waiting requests in which a breaker or policy has changed, begun, ended or been used up since the last check. */
export async function projectsToRecheck(sql: Sql, now: Date): Promise<string[]> {
  const rows = await sql.query<Rules & { project_id: string; breaker: boolean }>(
    `select w.project_id, r.version, r.times, w.told or exists (
       select from control_state s where s.project_id = w.project_id and s.kind = 'breaker' and s.status in ('open', 'forced_open')) as breaker
     from (select project_id, bool_or(reasons::text like '%"breaker/%') as told from approval where status = 'pending' group by project_id) w,
       lateral ${rulesOf('w.project_id')} r`,
  )
  const changed = rows.filter(row => row.breaker || checkedBy().get(row.project_id) !== wordFor(row, now))
  return changed.slice(0, 500).map(row => row.project_id)
}

/**
 * Brings the reasons on each waiting request up to date: whether a breaker has opened for its agent or tool, and what the policies
 * say about it now. Whoever decides then has to look again. A request that a policy now denies is rejected, as a new one would be.
 * A request that a policy now allows goes on waiting for the person. An open breaker does not stop the decision, but the claim.
 */
export async function recheckWaiting(ctx: Context): Promise<void> {
  const { projectId } = ctx
  const sql = poolSql(ctx.db)
  const [rules] = await sql.query<Rules>(`select version, times from ${rulesOf('$1')} r`, [projectId])
  const word = rules && wordFor(rules, await ctx.clock.now(sql))
  const byPolicies = checkedBy().get(projectId) !== word
  const waiting = await ctx.db.prisma.approval.findMany({
    where: { projectId, status: 'pending' },
    select: { id: true },
    orderBy: { requestedAt: 'asc' },
    ...(byPolicies ? {} : { take: 1_000 }),
  })
  for (const { id } of waiting) {
    if (ctx.signal?.aborted) return
    await transaction(ctx.db, tx => recheckOne(tx, ctx, id, byPolicies))
  }
  if (word) checkedBy().set(projectId, word)
}

async function recheckOne(tx: Tx, ctx: Context, id: string, byPolicies: boolean): Promise<void> {
  const before = await lockApproval(tx, ctx, id)
  if (before.status !== 'pending') return
  const now = await ctx.clock.now(tx)
  const verdict = byPolicies ? await verdictNow(tx, ctx, before, now) : null
  if (verdict?.outcome === 'deny') return rejectNow(tx, ctx, before, { verdict, now })
  const [open] = await blockingBreakers(tx, ctx, [before], now)
  const told = before.reasons.find(ofBreaker)
  // The sentence about a breaker that is already named stays as it is.
  const ofOpen = open ? { rule: ruleOf(open.slug), message: open.message } : undefined
  const breaker = told?.rule === ofOpen?.rule ? told : ofOpen
  if (verdict === null && breaker === told) return
  const others = verdict?.reasons ?? before.reasons.filter(reason => !ofBreaker(reason))
  const reasons = breaker ? [...others, breaker] : others
  const row = await update(tx, before, now, { ...(verdict && toStore(verdict)), reasons }, { status: 'pending' })
  if (!row) return
  const policy = verdict?.policyVersion ?? null
  await record(tx, ctx, 'approval.judged-again', before, row, { breaker: open?.slug ?? null, policy })
}

/** The verdict of rules and policies now, or null if it is the same as before. */
async function verdictNow(tx: Tx, ctx: Context, before: Row, now: Date): Promise<Verdict | null> {
  const call = callOf(before)
  const registered = await registeredTool(tx, ctx, call.tool)
  const { matched, ...verdict } = await verdictOn(tx, ctx, call, { registered, now })
  const parts = (reasons: readonly Reason[], { risk, requirement }: Pick<Row, 'risk' | 'requirement'>) =>
    canonicalJson({ reasons, risk, requirement: requirement ?? null })
  const was = before.reasons.filter(reason => !ofBreaker(reason))
  return parts(was, before) === parts(verdict.reasons, verdict) && verdict.outcome !== 'deny' ? null : verdict
}

async function rejectNow(tx: Tx, ctx: Context, before: Row, { verdict, now }: { verdict: Verdict; now: Date }) {
  const { reasons, risk, policyVersion } = verdict
  const row = await become(tx, before, 'rejected', now, {
    ...{ reasons, risk, policyVersion, decisionKind: 'reject', decidedBy: 'policy', decidedAt: now },
    deciderLabel: `policy ${policyVersion}`,
    decisionComment: reasons.map(({ message }) => message).join(' '),
  })
  if (row) await record(tx, ctx, 'approval.judged-again', before, row, { reasons, policy: policyVersion })
}
