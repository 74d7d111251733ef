/** Something that happened at one time: a release that appeared first. */
export interface ChartMarker {
  at: number
  label: string
}

export interface DrawnMarker {
  /** Start of the bucket that it falls in. */
  at: number
  /** Everything that happened in this bucket. */
  names: string[]
  /** What is written at the line; null where it would lie over the label before. */
  label: string | null
  /** The label stands left of its line: right of it there is no room. */
  beforeLine: boolean
}

interface Span {
  from: number
  to: number
  bucketMs: number
  markers?: readonly ChartMarker[]
}

/** A chart has room for so many labels side by side. */
const most = 4
const longest = 24

/** Markers by bucket. Where they are dense, one label stands for those that follow it closely and says how many. */
export function drawnMarkers({ markers = [], from, to, bucketMs }: Span): DrawnMarker[] {
  const byBucket = new Map<number, string[]>()
  for (const { at, label } of [...markers].sort((a, b) => a.at - b.at)) {
    if (at < from || at >= to) continue
    const bucket = from + Math.floor((at - from) / bucketMs) * bucketMs
    byBucket.set(bucket, [...(byBucket.get(bucket) ?? []), label])
  }
  const drawn: DrawnMarker[] = []
  let first: { drawn: DrawnMarker; name: string; count: number } | null = null
  for (const [at, names] of byBucket) {
    const each: DrawnMarker = { at, names, label: null, beforeLine: (at - from) / (to - from) > 0.6 }
    drawn.push(each)
    if (first && at - first.drawn.at < (to - from) / most) first.count += names.length
    else first = { drawn: each, name: names[0] ?? '', count: names.length }
    first.drawn.label = labelOf(first.name, first.count)
  }
  return drawn
}

function labelOf(name: string, count: number): string {
  const short = name.length > longest ? `${name.slice(0, longest - 1)}…` : name
  return count === 1 ? short : `${short} + ${count - 1}`
}

/** What happened in a bucket, in full, or null. */
export const namesAt = ({ markers }: { markers: readonly DrawnMarker[] }, at: number): string | null =>
  markers.find(marker => marker.at === at)?.names.join(', ') ?? null
