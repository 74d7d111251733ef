/** Widths of time that the rollups can be read in; they begin at multiples of themselves in UTC. */
export const buckets = ['minute', '5minutes', 'hour', '6hours', 'day', 'none'] as const
export type Bucket = (typeof buckets)[number]

const minute = 60_000
const hour = 60 * minute

/** Width of a bucket in milliseconds; without buckets a range is whole minutes. */
export const bucketMs: Record<Bucket, number> = {
  minute,
  '5minutes': 5 * minute,
  hour,
  '6hours': 6 * hour,
  day: 24 * hour,
  none: minute,
}
