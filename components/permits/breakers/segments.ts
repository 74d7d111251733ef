import type { BreakerHistory } from '#lib/domain/breakers/schemas.ts'

type State = BreakerHistory['breaker']['state']

export interface Segment {
  state: State
  from: number
  to: number
}

/** Its states between two times. `transitions` come newest first. */
export function segmentsOf(
  { breaker, transitions }: Pick<BreakerHistory, 'breaker' | 'transitions'>,
  from: number,
  to: number,
): Segment[] {
  const segments: Segment[] = []
  let [state, end]: [State, number] = [breaker.state, to]
  for (const transition of transitions) {
    const at = Date.parse(transition.at)
    if (at < to && end > from && at < end) segments.push({ state, from: Math.max(at, from), to: end })
    if (at <= from) return segments.reverse()
    state = transition.from
    end = Math.min(end, at)
  }
  if (end > from) segments.push({ state, from, to: end })
  return segments.reverse()
}

const hour = 3_600_000

/** The start of the shown history: what led to the present problem, and at least an hour. */
export function beginOf(
  { breaker, transitions }: Pick<BreakerHistory, 'breaker' | 'transitions'>,
  now: number,
): number {
  const closed = breaker.state === 'closed'
  // The problem began with the last change out of the closed state.
  const begun = transitions.find(({ from }) => from === 'closed')
  const at = begun && !closed ? Date.parse(begun.at) : now
  const calls = begun?.calls.map(call => Date.parse(call.at)) ?? []
  const first = Math.min(at, ...(closed ? [] : calls))
  return Math.min(now - hour, first - (now - first) * 0.25)
}
