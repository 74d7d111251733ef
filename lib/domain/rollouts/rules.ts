import { everybody } from '#lib/domain/assignment/rules.ts'
import type { Strategy } from './engine/types.ts'

interface StrategyFault {
  /** Path within the strategy. */
  field: string
  detail: string
}

/** The fault of a strategy, or null. Shares must grow from phase to phase, and the last phase must be everybody. */
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
  /** Empty: all the time between `from` and `until`. */
  windows: readonly { days: readonly (typeof weekDays)[number][]; from: string; to: string }[]
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).format(0) !== ''
  } catch {
    return false
  }
}

/** Day of the week and time of day in a time zone. */
function localTime(now: number, timeZone: string): { day: number; time: string } {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  })
  const part = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]))
  const day = weekDays.findIndex(name => part.weekday?.toLowerCase().startsWith(name))
  return { day, time: `${part.hour}:${part.minute}` }
}

/**
 * Whether a freeze applies now to an agent in an environment. A window that ends before it begins goes past midnight.
 */
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

/** A freeze as it is shown with what it stops. */
export const freezeText = ({ slug, reason }: Pick<Freeze, 'slug' | 'reason'>): string => `Frozen by ${slug}: ${reason}`

const minuteMs = 60_000

/**
 * The next moment within a minute at which a freeze begins or ends for an agent in an environment, in milliseconds;
 * null if there is none. Windows begin and end at whole minutes, so no other moments need to be checked.
 */
export function nextTurn(
  freezes: readonly Freeze[],
  scope: { agent: string; environment: string },
  now: number,
): number | null {
  const minute = (Math.floor(now / minuteMs) + 1) * minuteMs
  const turns = freezes.flatMap(freeze => {
    const isNow = isFrozen(freeze, scope, now)
    const ends = [freeze.from, freeze.until].flatMap(at => (at === null ? [] : [Date.parse(at)]))
    return [minute, ...ends].filter(at => at > now && at <= now + minuteMs && isFrozen(freeze, scope, at) !== isNow)
  })
  return turns.length === 0 ? null : Math.min(...turns)
}

export const markerEvents = ['shadow', 'phase', 'promoted', 'rolled_back', 'superseded'] as const
type MarkerEvent = (typeof markerEvents)[number]

/** The number in "running 2"; -1 before the first phase. */
export const stepOf = (state: string): number => Number(state.split(' ')[1] ?? -1)

/**
 * How a transition changes which release serves whom. Null: not at all, for example if the rollout only holds or
 * pauses.
 */
export function eventOf(from: string, to: string): MarkerEvent | null {
  if (to.startsWith('rolled_back')) return 'rolled_back'
  if (to.startsWith('succeeded')) return 'promoted'
  // If users had the candidate, they lose it. If it was given up before that, nothing changes for anybody.
  if (to.startsWith('superseded')) return stepOf(to) < 0 ? null : 'superseded'
  if (to.startsWith('cancelled')) return null
  if (to === 'shadowing' && from === 'draft') return 'shadow'
  return stepOf(to) > stepOf(from) ? 'phase' : null
}

interface Marked {
  agent: string
  candidate: string
  event: MarkerEvent
  weightBps: number | null
}

export function markerText({ agent, candidate, event, weightBps }: Marked, ofOneAgent: boolean): string {
  const what = { shadow: 'in the shadow', promoted: 'promoted', rolled_back: 'rolled back', superseded: 'superseded' }
  const text = event === 'phase' ? `at ${weightBps === null ? '–' : `${weightBps / 100} %`}` : what[event]
  return `${ofOneAgent ? '' : `${agent} `}${candidate} ${text}`
}
