import { enqueue } from '#lib/domain/channels/index.ts'
import { endPageOf, pageOnCall } from '#lib/domain/on-call/index.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import type { Instance } from './instances.ts'
import { messageOf, type Rule, ruleKey } from './message.ts'
import { isSilenced, news, type SilenceRule } from './rules.ts'

type News = 'firing' | 'reminder' | 'resolved'

/** Tells people what they do not know yet about the groups of a rule, and stores for each group what they know. */
export async function notify(
  tx: Tx,
  ctx: Context,
  rule: Rule,
  instances: readonly Instance[],
  { silences, at }: { silences: readonly SilenceRule[]; at: Date },
): Promise<void> {
  const fresh = instances.flatMap(one => {
    const silenced = isSilenced(silences, rule.slug, one.labels, at.getTime())
    const what = news({ ...one, toldAt: one.toldAt?.getTime() ?? null }, silenced, rule.remindSeconds, at.getTime())
    return what === null ? [] : [{ one, what }]
  })
  if (fresh.length === 0) return
  for (const { one, what } of fresh) Object.assign(one, { told: what !== 'resolved', toldAt: at })
  const still = instances.filter(({ told }) => told)
  const of = (what: News) => fresh.filter(each => each.what === what).map(({ one }) => one)
  if (rule.grouping === 'each') await tellEach(tx, ctx, rule, fresh, at)
  else
    await tellTogether(
      tx,
      ctx,
      rule,
      { began: of('firing'), reminded: of('reminder'), over: of('resolved'), still },
      at,
    )
  await call(tx, ctx, rule, of('firing'), still, at)
}

async function tellEach(tx: Tx, ctx: Context, rule: Rule, fresh: { one: Instance; what: News }[], at: Date) {
  for (const { one, what } of fresh) {
    const key = `${ruleKey(rule.slug)}/${one.id}`
    await enqueue(tx, ctx, rule.channels, messageOf(rule, [one], { state: what, key, at }))
  }
}

interface Groups {
  began: Instance[]
  reminded: Instance[]
  over: Instance[]
  /** How many groups people know to fire, after this message. */
  still: Instance[]
}

/**
 * One message for all. If more groups fire, it names all that do. The end is announced with the last group that ends.
 */
async function tellTogether(tx: Tx, ctx: Context, rule: Rule, { began, reminded, over, still }: Groups, at: Date) {
  const state = began.length > 0 ? 'firing' : reminded.length > 0 ? 'reminder' : still.length === 0 ? 'resolved' : null
  if (state === null) return
  const groups = state === 'resolved' ? over : [...began, ...still.filter(one => !began.includes(one))]
  await enqueue(tx, ctx, rule.channels, messageOf(rule, groups, { state, key: ruleKey(rule.slug), at }))
}

/** Notifies the person on call. Critical alerts do so through their incidents. */
async function call(tx: Tx, ctx: Context, rule: Rule, began: Instance[], still: Instance[], at: Date) {
  if (rule.severity === 'critical' || rule.onCall === null) return
  const key = ruleKey(rule.slug)
  if (began.length > 0) {
    const message = messageOf(rule, began, { state: 'firing', key, at })
    await pageOnCall(tx, ctx, { policy: rule.onCall, scope: { agent: null, environment: null }, message, at })
  } else if (still.length === 0) await endPageOf(tx, ctx, { key, text: 'It is over.', at })
}
