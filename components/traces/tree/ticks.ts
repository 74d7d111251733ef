export interface Tick {
  /** Share of the whole, 0 to 1. */
  at: number
  label: string
}

const steps = [1, 2, 5].flatMap(first => Array.from({ length: 12 }, (_, power) => first * 10 ** (power - 3)))
const clock = [15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 86_400].map(seconds => seconds * 1000)

/** Round marks on a time axis of so many milliseconds: at most four after 0, none so near the end that its figure would not fit. */
export function timeTicks(totalMs: number): Tick[] {
  const candidates = totalMs < 10_000 ? [...steps].sort((a, b) => a - b) : [2_000, 5_000, 10_000, ...clock]
  const step = candidates.find(each => totalMs / each <= 4.5) ?? totalMs / 4
  const ticks: Tick[] = [{ at: 0, label: '0' }]
  for (let n = 1; n * step <= totalMs * 0.9; n++) ticks.push({ at: (n * step) / totalMs, label: roundTime(n * step) })
  return ticks
}

/** `20 µs`, `5 ms`, `1.5 s`, `2 min`, `3 h`: no more digits than the mark has. */
function roundTime(ms: number): string {
  const units: [number, string][] = [
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1_000, 's'],
    [1, 'ms'],
    [0.001, 'µs'],
  ]
  const [size, unit] = units.find(([least]) => ms >= least * 0.999) ?? [0.001, 'µs']
  return `${Number((ms / size).toPrecision(3))} ${unit}`
}
