import type { Pipeline, Signal } from './schemas.ts'

/** Retrievals of a stretch of time, added up. */
export interface Seen {
  told: number
  empty: number
  scored: number
  scoreSum: number
  scoreSum2: number
}

/** With fewer retrievals on either side nothing is decided. */
const least = 30
/** Two-sided 1 in 1,000: somebody who looks every hour sees a false alarm once in some weeks. */
const z = 3.29

/** Compares the last day with the week before it. With too little data the answer is neither drifting nor steady. */
export function driftOf(
  now: Seen,
  before: Seen,
  pipeline: Pick<Pipeline, 'indexBuiltAt' | 'documentsUpdatedAt'>,
): Signal[] {
  return [emptySignal(now, before), scoreSignal(now, before), staleSignal(pipeline)]
}

const share = ({ told, empty }: Seen) => (told === 0 ? null : empty / told)
const percent = (value: number) => `${(value * 100).toFixed(1)} %`

function emptySignal(now: Seen, before: Seen): Signal {
  const [a, b] = [share(now), share(before)]
  const of = { name: 'empty-retrievals', now: a, before: b } as const
  if (a === null || b === null || now.told < least || before.told < least)
    return { ...of, status: 'unknown', message: `Needs ${least} retrievals on the last day and in the week before.` }
  // One empty retrieval is added on each side, so that the spread is never 0.
  const pooled = (now.empty + before.empty + 1) / (now.told + before.told + 2)
  const spread = Math.sqrt(pooled * (1 - pooled) * (1 / now.told + 1 / before.told))
  const drifts = (a - b) / spread > z
  const message = `${percent(a)} of retrievals found nothing on the last day, ${percent(b)} in the week before.`
  return { ...of, status: drifts ? 'drifting' : 'steady', message }
}

function scoreSignal(now: Seen, before: Seen): Signal {
  const mean = ({ scored, scoreSum }: Seen) => (scored === 0 ? null : scoreSum / scored)
  const [a, b] = [mean(now), mean(before)]
  const of = { name: 'score-shift', now: a, before: b } as const
  if (a === null || b === null || now.scored < least || before.scored < least)
    return {
      ...of,
      status: 'unknown',
      message: `Needs ${least} scored retrievals on the last day and in the week before.`,
    }
  const variance = ({ scored, scoreSum, scoreSum2 }: Seen) =>
    Math.max(0, scoreSum2 - scoreSum ** 2 / scored) / (scored - 1) / scored
  const spread = Math.sqrt(variance(now) + variance(before))
  const apart = Math.abs(a - b)
  const drifts = apart > 1e-9 && apart > z * spread
  const message = `The best document scores ${a.toFixed(3)} on average on the last day, ${b.toFixed(3)} in the week before.`
  return { ...of, status: drifts ? 'drifting' : 'steady', message }
}

function staleSignal({
  indexBuiltAt: built,
  documentsUpdatedAt: updated,
}: Pick<Pipeline, 'indexBuiltAt' | 'documentsUpdatedAt'>): Signal {
  const of = { name: 'stale-index', now: null, before: null } as const
  if (built === null || updated === null)
    return {
      ...of,
      status: 'unknown',
      message: 'When the index was built and the documents updated is not registered.',
    }
  const stale = Date.parse(built) <= Date.parse(updated)
  return {
    ...of,
    status: stale ? 'drifting' : 'steady',
    message: stale ? 'The documents were updated after the index was built.' : 'The index is newer than its documents.',
  }
}
