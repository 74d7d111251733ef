import { openIncident } from '#lib/domain/incidents/index.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { recordTransition } from '#lib/platform/state-machine/record-transition.ts'
import { mayBecome } from '#lib/shared/state-machine.ts'
import type { Instance } from './instances.ts'
import { causeOf, groupText } from './measures.ts'
import { type Rule, ruleText, valueLine } from './message.ts'
import { transitions } from './rules.ts'
import type { AlertState } from './schemas.ts'
import { tracesPath } from './traces-path.ts'

interface Move {
  to: AlertState
  /** Why it moved: the condition of the rule, or that the rule was deleted. */
  why: 'condition' | 'rule-changed'
  at: Date
}

/** Changes the state of a group: writes the transition and, if it fires and is critical, opens the incident. */
export async function move(tx: Tx, ctx: Context, rule: Rule, one: Instance, { to, why, at }: Move): Promise<void> {
  const from = one.state
  if (!mayBecome(transitions, from, to)) throw new Error(`an alert that is ${from} never is ${to}`)
  Object.assign(one, { state: to, since: at, revision: one.revision + 1, ...(to === 'firing' ? { firedAt: at } : {}) })
  const message = `${ruleText(rule)}; ${valueLine(rule, one)}`
  const { measure, condition, window, noData, severity } = rule
  const evidence = {
    ...{ rule: rule.slug, ruleRevision: rule.revision, labels: one.labels, value: one.value, measure, condition },
    ...{ window, noData, traces: tracesPath(rule, one.labels, at) },
  }
  await recordTransition(tx, ctx, {
    ...{ machine: 'alert', id: one.id, revision: one.revision, from, to, rule: why, message, at, evidence },
    action: `alert.${to}`,
    event: { topic: 'alerts', type: `alert.${to}`, ids: [one.id], revision: one.revision },
  })
  if (to !== 'firing' || severity !== 'critical') return
  const whose = groupText(one.labels)
  const { id } = await openIncident(tx, ctx, {
    ...{ cause: rule.cause ?? causeOf(measure), scope: scopeOf(rule, one), severity, message, evidence, at },
    title: `${ruleText(rule)}${whose ? `: ${whose}` : ''}`.slice(0, 200),
    source: { kind: 'alert', id: rule.slug },
    policy: rule.onCall,
  })
  one.incidentId = id
}

/** What the incident concerns: the group, and the filter of the rule. */
function scopeOf({ filter }: Rule, { labels }: Instance) {
  const named = (name: string) => {
    const value = labels[name] ?? filter[name]
    return typeof value === 'string' ? value : null
  }
  return { agent: named('agent'), tool: named('tool'), environment: named('environment') }
}
