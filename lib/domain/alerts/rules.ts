import type { Transitions } from '#lib/shared/state-machine.ts'
import type { AlertFields, AlertState, Condition, Labels } from './schemas.ts'

export const transitions: Transitions<AlertState> = {
  ok: ['pending', 'firing'],
  pending: ['ok', 'firing'],
  firing: ['resolved'],
  resolved: ['pending', 'firing'],
}

/** The value of one group; `before` is that of the window just before. Null: nothing is known. */
export interface Measured {
  value: number | null
  before: number | null
}

/** Whether the condition holds; null if that is unknown. Exactly at the limit it does not hold. */
export function holds({ above, below, changeAbove }: Condition, { value, before }: Measured): boolean | null {
  if (value === null) return null
  if (above !== undefined) return value > above
  if (below !== undefined) return value < below
  if (changeAbove === undefined || before === null || before === 0) return null
  const change = (value - before) / Math.abs(before)
  return changeAbove < 0 ? change < changeAbove : change > changeAbove
}

/** The state of a group of a rule. Times in milliseconds. */
interface Standing {
  state: AlertState
  since: number
}

/**
 * The next state at a time; null if it stays the same. Pure: the same windows in the same order give the same states.
 */
export function step(
  { state, since }: Standing,
  met: boolean | null,
  rule: Pick<AlertFields, 'noData' | 'for'>,
  at: number,
): AlertState | null {
  const holdsNow = met ?? (rule.noData === 'keep' ? null : rule.noData === 'alert')
  if (holdsNow === null) return null
  if (!holdsNow) return state === 'pending' ? 'ok' : state === 'firing' ? 'resolved' : null
  if (state === 'firing') return null
  if (state === 'pending') return at - since >= rule.for * 1000 ? 'firing' : null
  return rule.for === 0 ? 'firing' : 'pending'
}

const minute = 60_000
/** Windows that were missed for longer than this are not made up for. */
const longestMs = 7 * 86_400_000

/**
 * The ends of the windows to evaluate, the oldest first: each whole minute since the last evaluation, so that nothing
 * is missed that happened in between. Measures are read a little after their last minute has ended.
 */
export function dueEnds(evaluatedUntil: number | null, now: number, most: number): number[] {
  const last = Math.floor((now - 5_000) / minute) * minute
  const first =
    evaluatedUntil === null ? last : Math.floor(Math.max(evaluatedUntil, last - longestMs) / minute) * minute + minute
  const count = Math.min(most, Math.max(0, (last - first) / minute + 1))
  return Array.from({ length: count }, (_, i) => first + i * minute)
}

/** Groups by their labels, as one text whatever the order. */
export const labelKey = (labels: Labels): string =>
  JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))

export interface SilenceRule {
  rule: string | null
  labels: Labels
  until: number
}

/** Whether nobody is to be told about a group at a time. */
export const isSilenced = (silences: readonly SilenceRule[], rule: string, labels: Labels, at: number): boolean =>
  silences.some(
    one =>
      one.until > at &&
      (one.rule === null || one.rule === rule) &&
      Object.entries(one.labels).every(([name, value]) => labels[name] === value),
  )

export interface Told {
  state: AlertState
  told: boolean
  toldAt: number | null
}

/**
 * What people are to be told about a group now; null: nothing. What was silenced is announced when the silence is over.
 */
export function news(
  { state, told, toldAt }: Told,
  silenced: boolean,
  remindSeconds: number | null,
  at: number,
): 'firing' | 'reminder' | 'resolved' | null {
  if (state !== 'firing') return told ? 'resolved' : null
  if (silenced) return null
  if (!told) return 'firing'
  const due = remindSeconds !== null && toldAt !== null && at - toldAt >= remindSeconds * 1000
  return due ? 'reminder' : null
}

/** The values at a time, by the key of each group. */
export interface Look {
  at: number
  groups: ReadonlyMap<string, Measured & { labels: Labels }>
}

/** The result of one group over a number of evaluations. */
export interface Course {
  labels: Labels
  /** How often it began to fire. */
  fired: number
  points: { at: number; value: number | null; state: AlertState }[]
}

/**
 * Runs each group through all evaluations, by the rule itself. Groups that fired most often come first, then those with
 * the largest value.
 */
export function coursesOf(looks: readonly Look[], rule: Pick<AlertFields, 'condition' | 'noData' | 'for'>): Course[] {
  const labels = new Map(looks.flatMap(({ groups }) => [...groups].map(([key, one]) => [key, one.labels] as const)))
  const courses = [...labels].map(([key, own]) => courseOf(looks, rule, key, own))
  const peak = ({ points }: Course) => Math.max(...points.map(({ value }) => value ?? Number.NEGATIVE_INFINITY))
  return courses.sort(
    (a, b) => b.fired - a.fired || peak(b) - peak(a) || (labelKey(a.labels) < labelKey(b.labels) ? -1 : 1),
  )
}

function courseOf(looks: readonly Look[], rule: Parameters<typeof coursesOf>[1], key: string, labels: Labels): Course {
  let standing: Standing = { state: 'ok', since: looks[0]?.at ?? 0 }
  let fired = 0
  const points = looks.map(({ at, groups }) => {
    const measured = groups.get(key) ?? { value: null, before: null }
    const next = step(standing, holds(rule.condition, measured), rule, at)
    if (next === 'firing') fired++
    if (next) standing = { state: next, since: at }
    return { at, value: measured.value, state: standing.state }
  })
  return { labels, fired, points }
}
