interface Dated {
  id: string
  at: string
}

/** Events by day in UTC, newest day and newest event first; events of one instant keep the order of their ids. */
export function byDay<Event extends Dated>(events: readonly Event[]): { day: string; events: Event[] }[] {
  const sorted = [...events].sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || (a.id < b.id ? 1 : -1))
  const days: { day: string; events: Event[] }[] = []
  for (const event of sorted) {
    const day = new Date(event.at).toISOString().slice(0, 10)
    const last = days.at(-1)
    if (last?.day === day) last.events.push(event)
    else days.push({ day, events: [event] })
  }
  return days
}
