import type { Transitions } from '#lib/shared/state-machine.ts'
import type { PageState, Policy, Step } from './schemas.ts'

export const transitions: Transitions<PageState> = {
  open: ['acknowledged', 'ended'],
  acknowledged: ['ended'],
  ended: [],
}

export interface Scope {
  agent: string | null
  environment: string | null
}

/** Who is on call for something: the rule that matches most of it. The agent counts more than the environment. */
export function policyFor(policies: readonly Policy[], scope: Scope): Policy | null {
  const fits = (wanted: string | null, own: string | null) => wanted === null || wanted === own
  const weight = ({ agent, environment }: Policy) => (agent === null ? 0 : 2) + (environment === null ? 0 : 1)
  const found = policies.filter(one => fits(one.agent, scope.agent) && fits(one.environment, scope.environment))
  return found.toSorted((a, b) => weight(b) - weight(a) || (a.slug < b.slug ? -1 : 1))[0] ?? null
}

const minute = 60_000
const day = 1_440 * minute
/** 1970 began on a Thursday, so the first Monday came four days later. */
const firstMonday = 4 * day

/** The channels of a step that are on duty at a time. */
export function onDuty({ channels, turns }: Pick<Step, 'channels' | 'turns'>, now: number): string[] {
  if (turns === null) return [...channels]
  const turn = turns === 'day' ? Math.floor(now / day) : Math.floor((now - firstMonday) / (7 * day))
  const [one] = channels.slice(turn % channels.length)
  return one === undefined ? [] : [one]
}

export interface Next {
  step: Step
  /** When it is due, in milliseconds. */
  at: number
}

/** The next step after so many were notified. Null: nobody is left. */
export function nextStep(
  { steps, repeatMinutes }: Pick<Policy, 'steps' | 'repeatMinutes'>,
  told: number,
  openedAt: number,
): Next | null {
  const [round, index] = [Math.floor(told / steps.length), told % steps.length]
  const step = steps[index]
  if (!step || (round > 0 && repeatMinutes === null)) return null
  const whole = (steps.at(-1)?.afterMinutes ?? 0) + (repeatMinutes ?? 0)
  return { step, at: openedAt + (round * whole + step.afterMinutes) * minute }
}
