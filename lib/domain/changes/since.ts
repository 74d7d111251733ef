import { changeOf, falseAlarms } from '#lib/shared/change/change.ts'
import type { Change, Part } from '#lib/shared/change/types.ts'
import { about, costKnown, figureOf, partOf } from './figures.ts'
import { placeOf, type Ranges, slowRanges } from './ranges.ts'
import type { FigureName } from './schemas.ts'
import type { Bucket, Score, Series } from './series.ts'

/** A release that appeared first within the two ranges. */
export interface Appeared {
  release: string
  atMs: number
}

export interface Since {
  release: Appeared
  change: Change
  /** So certain that it is called a change even if the whole ranges do not differ, because the release came late. */
  alone: boolean
}

/** A tenth of the usual limit: changes that are called by their split alone must add little to the false alarms. */
const aloneChance = falseAlarms / 10

/**
 * Finds the release whose first appearance splits both ranges best. Only splits that are more than noise count; each
 * release is one more chance to be wrong, so with more of them each has to be more certain. Of the rest the one with
 * the least chance of noise wins.
 */
export function bestSplit(
  series: Series,
  figure: FigureName,
  score: Score | null,
  appeared: readonly Appeared[],
  ranges: Ranges,
): Since | null {
  let best: Since | null = null
  for (const release of appeared) {
    const change = splitAt(series, figure, score, release.atMs, ranges)
    if (!change?.significant || (change.chance ?? 1) > falseAlarms / appeared.length) continue
    // If two are certain beyond doubt, the one that explains the larger difference wins.
    const better =
      best === null ||
      (change.chance ?? 1) < (best.change.chance ?? 1) ||
      (change.chance === best.change.chance && Math.abs(change.absolute ?? 0) > Math.abs(best.change.absolute ?? 0))
    const alone = (change.chance ?? 1) <= aloneChance / appeared.length
    if (better) best = { release, change, alone }
  }
  return best
}

function splitAt(series: Series, figure: FigureName, score: Score | null, atMs: number, ranges: Ranges): Change | null {
  const after = atMs >= ranges.border
  const index = placeOf(atMs, after, figure === 'p95' ? slowRanges(ranges) : ranges)
  const split = <Value>(old: readonly Value[], now: readonly Value[]) => {
    // The bucket in which the release appeared has requests of both sides, so it counts for neither.
    const [earlier, later] = after
      ? [[...old, ...now.slice(0, index)], now.slice(index + 1)]
      : [old.slice(0, index), [...old.slice(index + 1), ...now]]
    return { earlier, later }
  }
  if (figure === 'quality') {
    if (!score) return null
    const { earlier, later } = split<Part>(score.before, score.after)
    return changeOf(figureOf('quality', earlier, later), about.quality)
  }
  if (figure === 'p95') {
    const { earlier, later } = split<Part>(series.slow.before, series.slow.after)
    return changeOf(figureOf('p95', earlier, later), about.p95)
  }
  const { earlier, later } = split<Bucket>(series.before, series.after)
  if (figure === 'cost' && !(costKnown(earlier) && costKnown(later))) return null
  return changeOf(figureOf(figure, earlier.map(partOf[figure]), later.map(partOf[figure])), about[figure])
}
