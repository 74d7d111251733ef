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

const longest = 24
/** CSS pixels of the narrowest chart on a wide screen; on a wider one there is only more room between labels. */
const chartWidth = 380
/** Pixels of a character at the size of an axis label, and around a label. */
const [characterWidth, gap] = [6, 14]
/** Characters that stay free for "+ 9". */
const counted = 4

/**
 * Markers by bucket. A label stands right of its line, else left of it where there is no room; where there is none on
 * either side, the label before it stands for this one too and says how many.
 */
export function drawnMarkers({ markers = [], from, to, bucketMs }: Span): DrawnMarker[] {
  const drawn: DrawnMarker[] = []
  let last: { drawn: DrawnMarker; name: string; count: number; end: number } | null = null
  for (const [at, names] of byBucket({ markers, from, to, bucketMs })) {
    const name = cut(names[0] ?? '')
    const place = placeOf((at + bucketMs / 2 - from) / (to - from), name, last?.end ?? 0)
    const each: DrawnMarker = { at, names, label: null, beforeLine: place?.beforeLine ?? false }
    drawn.push(each)
    if (last && !place) last.count += names.length
    else last = { drawn: each, name, count: names.length, end: place?.end ?? 1 }
    last.drawn.label = last.count === 1 ? last.name : `${last.name} + ${last.count - 1}`
  }
  return drawn
}

function byBucket({ markers = [], from, to, bucketMs }: Span): Map<number, string[]> {
  const buckets = new Map<number, string[]>()
  for (const { at, label } of [...markers].sort((a, b) => a.at - b.at)) {
    if (at < from || at >= to) continue
    const bucket = from + Math.floor((at - from) / bucketMs) * bucketMs
    buckets.set(bucket, [...(buckets.get(bucket) ?? []), label])
  }
  return buckets
}

/** The side of the line at `x` on which a label has room, and where it ends: shares of the width. Null: on neither. */
function placeOf(x: number, name: string, taken: number): { beforeLine: boolean; end: number } | null {
  const width = ((name.length + counted) * characterWidth + gap) / chartWidth
  if (x >= taken && x + width <= 1) return { beforeLine: false, end: x + width }
  return x - width >= taken ? { beforeLine: true, end: x } : null
}

const cut = (name: string) => (name.length > longest ? `${name.slice(0, longest - 1)}…` : name)

/** What happened in a bucket, in full, or null. */
export const namesAt = ({ markers }: { markers: readonly DrawnMarker[] }, at: number): string | null =>
  markers.find(marker => marker.at === at)?.names.join(', ') ?? null
