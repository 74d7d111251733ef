import type { Message } from '#lib/domain/channels/schemas.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { isActive } from './engine/advance.ts'
import type { GateResult, State } from './engine/types.ts'
import type { RolloutRow } from './row.ts'

type Known = Pick<
  RolloutRow,
  'id' | 'agent' | 'environment' | 'candidate' | 'baseline' | 'state' | 'step' | 'weightBps' | 'revision'
>

export interface Told {
  /** The action in the audit, such as `rollout.rolled_back`. It is also the type of the message. */
  action: string
  rule: string
  message: string
  gates: readonly GateResult[]
  at: Date
}

const share = (bps: number) => `${bps / 100} %`

/** The state of a rollout in a few words. */
function headline({ baseline, candidate, weightBps, step }: Known, state: State, action: string): string {
  if (action === 'rollout.proposed') return `Somebody wants to promote ${candidate}: a second person must agree`
  if (action === 'rollout.gate_skipped') return `A gate of ${candidate} was skipped`
  if (action === 'rollout.extended') return `${candidate} may wait longer for evidence`
  switch (state) {
    case 'rolled_back':
      return `${candidate} was rolled back to ${baseline}`
    case 'cancelled':
      return `${candidate} was given up before anybody got it`
    case 'superseded':
      return `${candidate} was replaced by another release`
    case 'succeeded':
      return `${candidate} has taken the place of ${baseline}`
    case 'paused':
      return `${candidate} is paused at ${share(weightBps)}: a person must decide how it continues`
    case 'holding':
      return `${candidate} holds at ${share(weightBps)}`
    case 'shadowing':
      return `${candidate} answers in the shadow of ${baseline}`
    default:
      return step < 0 ? `${candidate} is to take the place of ${baseline}` : `${candidate} has ${share(weightBps)}`
  }
}

const severityOf = (state: State, rule: string): Message['severity'] => {
  if (state === 'rolled_back') return rule === 'person' ? 'warning' : 'critical'
  return state === 'holding' || state === 'paused' ? 'warning' : 'info'
}

/**
 * The message to channels about a move. Only a rollout that waits for a person pages somebody, until it has moved on.
 * One that was rolled back is safe again; if the cause needs a person, the incident pages them.
 */
export function newsOf(before: Pick<Known, 'state'>, after: Known, told: Told): Message {
  const { action, rule, message, gates, at } = told
  const state = after.state as State
  const { id, agent, environment, candidate, baseline, weightBps, revision } = after
  const waits = state === 'paused'
  const lines = gates.map(({ gate, verdict, note }) => `${gate}: ${verdict}${note ? `, ${note}` : ''}`)
  return {
    type: action,
    title: `${agent} in ${environment}: ${headline(after, state, action)}`,
    text: [message, ...lines].join('\n'),
    severity: severityOf(state, rule),
    state: waits ? 'open' : before.state === 'paused' ? 'resolved' : 'note',
    ...{ key: `rollout/${id}`, path: `/rollouts/${encodeURIComponent(id)}`, at: toRfc3339(at) },
    rollout: {
      ...{ id, agent, environment, candidate, baseline, state, rule, weightBps, revision },
      phase: after.step < 0 ? null : after.step,
      serving: isActive({ state }) ? null : state === 'succeeded' ? candidate : baseline,
    },
  }
}
