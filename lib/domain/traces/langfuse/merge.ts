/** What a field may hold: text, or a whole number of microseconds. */
export type Value = string | number

/**
 * When a value was given, so that any two values of one field have an order: rank (an update after the creation it
 * needs), microseconds since the epoch, place in its request, id of the event.
 */
export type Stamp = readonly [rank: number, atUs: number, place: number, eventId: string]

export interface StampedValue {
  value: Value
  stamp: Stamp
}

/** What is known of an observation or a trace, by field. */
export type Fields = Readonly<Record<string, StampedValue>>

/**
 * Both united, the later value of each field winning: in any order, grouping and repetition the same. `known` itself
 * when the other adds nothing.
 */
export function merge(known: Fields, more: Fields): Fields {
  const news = Object.entries(more).filter(([name, value]) => {
    const earlier = known[name]
    return !earlier || later(value.stamp, earlier.stamp)
  })
  return news.length === 0 ? known : { ...known, ...Object.fromEntries(news) }
}

function later(a: Stamp, b: Stamp): boolean {
  if (a[0] !== b[0]) return a[0] > b[0]
  if (a[1] !== b[1]) return a[1] > b[1]
  // The same event in another request tells nothing new, wherever it stands there.
  if (a[3] === b[3]) return false
  // JavaScript tells milliseconds only: of two events of one, the client's own order is that of its request.
  return a[2] === b[2] ? a[3] > b[3] : a[2] > b[2]
}
