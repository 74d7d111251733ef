interface Span {
  from: number
  to: number
}

/** For how long at least one of the waits lasted within a time. Where two overlap, the time counts once. */
export function waitedMs(waits: readonly Span[], within: Span): number {
  const sorted = waits
    .map(({ from, to }) => ({ from: Math.max(from, within.from), to: Math.min(to, within.to) }))
    .filter(({ from, to }) => to > from)
    .sort((a, b) => a.from - b.from)
  let [sum, reached] = [0, within.from]
  for (const { from, to } of sorted) {
    sum += Math.max(0, to - Math.max(from, reached))
    reached = Math.max(reached, to)
  }
  return sum
}
