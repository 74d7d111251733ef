import { formatCompact, formatCount } from '#lib/shared/numbers.ts'
import type { Alike } from '#lib/shared/timeline.ts'

interface Dated {
  id: string
  at: string
  alike?: Alike | null
}

/** One line: an event, or many that are alike, newest first. */
export type Line<Event extends Dated> = [Event, ...Event[]]

/** From this number on, events that are alike are shown as one. */
const fewest = 4

/** Lines by day in UTC, newest day and newest event first; events of one instant keep the order of their ids. */
export function byDay<Event extends Dated>(events: readonly Event[]): { day: string; lines: Line<Event>[] }[] {
  const sorted = [...events].sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || (a.id < b.id ? 1 : -1))
  const days = Map.groupBy(sorted, ({ at }) => new Date(at).toISOString().slice(0, 10))
  return [...days].map(([day, ofDay]) => ({ day, lines: folded(ofDay) }))
}

/** Events that are alike as one line, at the place of the newest of them. Nothing is moved past an event that is always shown. */
function folded<Event extends Dated>(events: readonly Event[]): Line<Event>[] {
  const lines: Line<Event>[] = []
  for (let from = 0; from < events.length; ) {
    const run = events.slice(from)
    const end = run.findIndex(({ alike }) => !alike)
    lines.push(...foldedRun(end === -1 ? run : run.slice(0, Math.max(1, end))))
    from += end === -1 ? run.length : Math.max(1, end)
  }
  return lines
}

function foldedRun<Event extends Dated>(run: readonly Event[]): Line<Event>[] {
  const groups = Map.groupBy(run, ({ id, alike }) => alike?.words ?? id)
  return run.flatMap((event): Line<Event>[] => {
    const [first, ...others] = groups.get(event.alike?.words ?? event.id) ?? []
    if (first === undefined || others.length + 1 < fewest) return [[event]]
    return first === event ? [[first, ...others]] : []
  })
}

/** 30 scores of helpfulness from 0.2 to 0.4 */
export function summaryOf(line: Line<Dated>): string {
  const figures = line.map(({ alike }) => alike?.value ?? null)
  const known = figures.filter(value => value !== null)
  const [least, greatest] = [Math.min(...known), Math.max(...known)].map(formatCompact)
  // A range of some of them would look like that of all.
  const range = known.length < line.length ? '' : least === greatest ? `: ${least}` : ` from ${least} to ${greatest}`
  return `${formatCount(line.length)} ${line[0].alike?.words ?? ''}${range}`
}
