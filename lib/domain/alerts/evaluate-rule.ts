import type { Context } from '#lib/platform/context.ts'
import { type Tx, transaction } from '#lib/platform/db/transaction.ts'
import { type Instance, newInstance, toInstance, writeInstances } from './instances.ts'
import type { Rule } from './message.ts'
import { move } from './move.ts'
import { notify } from './notify.ts'
import { type MeasuredGroup, nothing } from './read-values.ts'
import { holds, labelKey, step } from './rules.ts'
import { silencesAt } from './silences.ts'

/** How many groups of one rule are evaluated. If there are more, the rule says so. */
const mostGroups = 1_000
/** A group without data for so long is forgotten, unless it fires. */
const forgetMs = 7 * 86_400_000

export interface Stretch {
  /** Until when the rule was evaluated before. Null: never. */
  from: Date | null
  to: Date
}

/**
 * Moves every group of a rule on by one window. False if another worker has evaluated this window: the conditional
 * update of the cursor decides. Whatever follows from the window commits together with it, or not at all.
 */
export function evaluateWindow(
  ctx: Context,
  rule: Rule,
  values: ReadonlyMap<string, MeasuredGroup>,
  stretch: Stretch,
): Promise<boolean> {
  return transaction(ctx.db, async tx => {
    const fault = values.size > mostGroups ? `More than ${mostGroups} groups: the others are not checked.` : null
    if (!(await claim(tx, ctx, rule, stretch, fault))) return false
    const at = stretch.to
    const { projectId } = ctx
    const rows = await tx.prisma.alertInstance.findMany({ where: { projectId, rule: rule.slug } })
    const known = rows.map(toInstance)
    const instances = [...known, ...missing(values, known, at)]
    for (const one of instances) await moveOn(tx, ctx, rule, one, values, at)
    await notify(tx, ctx, rule, instances, { silences: await silencesAt(tx, projectId, at), at })
    await writeInstances(tx, ctx, rule.slug, instances, at)
    const gone = instances.filter(one => isForgotten(rule, one, at)).map(({ id }) => id)
    if (gone.length > 0) await tx.prisma.alertInstance.deleteMany({ where: { projectId, id: { in: gone } } })
    return true
  })
}

async function claim(
  tx: Tx,
  { projectId }: Context,
  { slug, revision }: Rule,
  { from, to }: Stretch,
  fault: string | null,
) {
  const data = { evaluatedUntil: to, ruleRevision: revision, fault }
  const { count } =
    from === null
      ? await tx.prisma.alertCursor.createMany({ data: { projectId, rule: slug, ...data }, skipDuplicates: true })
      : await tx.prisma.alertCursor.updateMany({ where: { projectId, rule: slug, evaluatedUntil: from }, data })
  return count === 1
}

function missing(values: ReadonlyMap<string, MeasuredGroup>, known: readonly Instance[], at: Date): Instance[] {
  const keys = new Set(known.map(({ labels }) => labelKey(labels)))
  const fresh = [...values].filter(([key]) => !keys.has(key)).map(([, { labels }]) => newInstance(labels, at))
  return fresh.slice(0, Math.max(0, mostGroups - known.length))
}

async function moveOn(
  tx: Tx,
  ctx: Context,
  rule: Rule,
  one: Instance,
  values: ReadonlyMap<string, MeasuredGroup>,
  at: Date,
): Promise<void> {
  const measured = values.get(labelKey(one.labels)) ?? { ...nothing(rule), before: null }
  one.value = measured.value
  const met = holds(rule.condition, measured)
  const to = step({ state: one.state, since: one.since.getTime() }, met, rule, at.getTime())
  if (to !== null) await move(tx, ctx, rule, one, { to, why: 'condition', at })
}

const isForgotten = ({ by }: Rule, { state, value, since, told }: Instance, at: Date) =>
  by.length > 0 &&
  !told &&
  !value &&
  (state === 'ok' || state === 'resolved') &&
  at.getTime() - since.getTime() > forgetMs
