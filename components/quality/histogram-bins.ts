import { formatCompact } from '#lib/shared/numbers.ts'

interface HistogramBin {
  /** From here, and below `to`; null: the last one, where the end is not known. */
  from: number
  to: number | null
  count: number
}

const steps = [1, 2, 5, 10]
const most = 20

/**
 * Numbers that the rollups keep by the lower edge of a fine bin, in at most twenty bins of one round width. The edges
 * are multiples of the width, which is coarser than the fine bins: none is cut in two, unless numbers are large beside
 * how far apart they are.
 */
export function histogramBins(fine: readonly { value: number; count: number }[]): HistogramBin[] {
  if (fine.length === 0) return []
  const values = fine.map(({ value }) => value)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const width = widthOf(low, high)
  const place = (value: number) => Math.floor(value / width + 1e-9)
  const counts = new Map<number, number>()
  for (const { value, count } of fine) counts.set(place(value), (counts.get(place(value)) ?? 0) + count)
  const edge = (at: number) => Number((at * width).toPrecision(12))
  return Array.from({ length: place(high) - place(low) + 1 }, (_, i) => {
    const at = place(low) + i
    const open = at === place(high) && edge(at) === high
    return { from: edge(at), to: open ? null : edge(at + 1), count: counts.get(at) ?? 0 }
  })
}

function widthOf(low: number, high: number): number {
  const rough = Math.max((high - low) / (most - 1), Math.max(Math.abs(low), Math.abs(high)) * 0.01, 1e-6)
  const magnitude = 10 ** Math.floor(Math.log10(rough) + 1e-9)
  return (steps.find(step => step * magnitude >= rough * (1 - 1e-9)) ?? 10) * magnitude
}

/**
 * The last bin may hold nothing but the highest number there is, of a scale that ends with it: "1 to 1.05" would tell of more.
 * How far above its edge a number lies is not kept.
 */
export const binLabel = ({ from, to }: HistogramBin) =>
  to === null ? `${formatCompact(from)} or more` : `${formatCompact(from)} to ${formatCompact(to)}`

/** What a score must be to be in the bin, as the list of traces takes it. */
export const binTest = ({ from, to }: HistogramBin) => (to === null ? `>=${from}` : `>=${from}<${to}`)
