import { everybody } from '#lib/domain/assignment/rules.ts'
import type { Strategy } from './engine/types.ts'

export interface StrategyFault {
  /** Below the strategy. */
  field: string
  detail: string
}

/** What is wrong with a strategy, or null: weights grow from phase to phase, and the last one is everybody. */
export function faultOf({ phases }: Pick<Strategy, 'phases'>): StrategyFault | null {
  for (const [i, { weightBps }] of phases.entries()) {
    const before = phases[i - 1]?.weightBps ?? 0
    if (weightBps <= before)
      return {
        field: `phases.${i}.weightBps`,
        detail: `A phase must have more than the one before it: ${weightBps} is not above ${before}.`,
      }
  }
  const last = phases.length - 1
  if (phases[last]?.weightBps !== everybody)
    return { field: `phases.${last}.weightBps`, detail: `The last phase is everybody: ${everybody} basis points.` }
  return null
}

export const weekDays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

export interface Freeze {
  slug: string
  agent: string | null
  environment: string | null
  reason: string
  timeZone: string
  from: string | null
  until: string | null
  /** Empty: at all times between from and until. */
  windows: readonly { days: readonly (typeof weekDays)[number][]; from: string; to: string }[]
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).format(0) !== ''
  } catch {
    return false
  }
}

/** Day of the week and time of day at a place. */
function localTime(now: number, timeZone: string): { day: number; time: string } {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  })
  const part = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]))
  const day = weekDays.findIndex(name => part.weekday?.toLowerCase().startsWith(name))
  return { day, time: `${part.hour}:${part.minute}` }
}

/** Whether a freeze holds now for an agent in an environment. A window that ends before it begins goes past midnight. */
export function isFrozen(freeze: Freeze, scope: { agent: string; environment: string }, now: number): boolean {
  const fits = (wanted: string | null, own: string) => wanted === null || wanted === own
  if (!fits(freeze.agent, scope.agent) || !fits(freeze.environment, scope.environment)) return false
  if (freeze.from !== null && now < Date.parse(freeze.from)) return false
  if (freeze.until !== null && now >= Date.parse(freeze.until)) return false
  if (freeze.windows.length === 0) return true
  const { day, time } = localTime(now, freeze.timeZone)
  const on = (days: Freeze['windows'][number]['days'], index: number) => {
    const name = weekDays[(index + 7) % 7]
    return days.length === 0 || (name !== undefined && days.includes(name))
  }
  return freeze.windows.some(({ days, from, to }) => {
    if (from < to) return on(days, day) && time >= from && time < to
    return (on(days, day) && time >= from) || (on(days, day - 1) && time < to)
  })
}
