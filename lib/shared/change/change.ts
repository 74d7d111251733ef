import { countChance, meanChance, rateChance, total } from './tests.ts'
import type { About, Change, Figure, WhyNot } from './types.ts'

/** Of figures in which nothing changed, at most this share is called a change. */
export const falseAlarms = 0.01

/** What is too small to be news, where the figure does not say so itself. */
const leastOf = {
  /** In parts of the rate or of its complement, whichever is smaller; and at least a tenth of a percentage point. */
  rate: { relative: 0.1, points: 0.001 },
  mean: { relative: 0.03 },
  /** Percentiles come from buckets 10 % wide. */
  percentile: { relative: 0.1 },
  count: { relative: 0.1 },
} as const

/** Whether a figure changed between two ranges of the same length: docs/changes.md says the rule in words. */
export function changeOf(figure: Figure, about: About): Change {
  const { before, after, chance } = read(figure)
  if (before === null || after === null) return { ...nothing, before, after, whyNot: 'unknown' }
  const absolute = after - before
  const relative = before > 0 ? after / before - 1 : null
  const direction = absolute === 0 ? 'same' : absolute > 0 ? 'up' : 'down'
  const whyNot = reason(chance, isNews(figure.kind, about, before, after))
  const significant = whyNot === null
  const verdict = significant ? verdictOf(direction, about) : 'neutral'
  return { before, after, direction, absolute, relative, chance, significant, verdict, whyNot }
}

const nothing: Change = {
  before: null,
  after: null,
  direction: null,
  absolute: null,
  relative: null,
  chance: null,
  significant: false,
  verdict: 'neutral',
  whyNot: 'unknown',
}

/** The value of each range, and how often noise alone gives so large a difference. */
function read(figure: Figure): { before: number | null; after: number | null; chance: number | null } {
  switch (figure.kind) {
    case 'rate':
      return {
        before: ratio(figure.before.sum, figure.before.count),
        after: ratio(figure.after.sum, figure.after.count),
        chance: rateChance(figure.before, figure.after),
      }
    case 'mean': {
      const [before, after] = [total(figure.pairs.map(p => p.before)), total(figure.pairs.map(p => p.after))]
      return {
        before: ratio(before.sum, before.count),
        after: ratio(after.sum, after.count),
        chance: meanChance(figure.pairs),
      }
    }
    case 'percentile':
      return { before: figure.before, after: figure.after, chance: meanChance(figure.pairs) }
    case 'count': {
      const sum = (side: 'before' | 'after') => figure.pairs.reduce((all, pair) => all + pair[side], 0)
      return { before: sum('before'), after: sum('after'), chance: countChance(figure.pairs) }
    }
  }
}

const ratio = (sum: number, count: number) => (count === 0 ? null : sum / count)

function reason(chance: number | null, news: boolean): WhyNot | null {
  if (chance === null) return 'few'
  if (chance > falseAlarms) return 'noise'
  return news ? null : 'small'
}

function isNews(kind: Figure['kind'], { least }: About, before: number, after: number): boolean {
  const size = Math.abs(after - before)
  if (least) return size >= ('absolute' in least ? least.absolute : least.relative * Math.abs(before))
  if (kind !== 'rate') return size >= leastOf[kind].relative * Math.abs(before)
  const smaller = Math.min(before, 1 - before)
  return size >= Math.max(leastOf.rate.points, leastOf.rate.relative * smaller)
}

function verdictOf(direction: 'up' | 'down' | 'same', { better }: About): Change['verdict'] {
  if (better === null || direction === 'same') return 'neutral'
  return (direction === 'up') === (better === 'higher') ? 'better' : 'worse'
}

/** A difference that is not called a change after all. */
export const notCalled = (change: Change, whyNot: WhyNot): Change => ({
  ...change,
  significant: false,
  verdict: 'neutral',
  whyNot,
})

/** Of the changes that are called together, at most this share is expected to be noise. */
const falseShare = 0.1

/**
 * Many figures side by side: one in a hundred would be called by chance alone, which among a thousand agents is a page
 * full of noise. Benjamini and Hochberg's limit: what is above it is not called.
 * @param chances of all figures that were tested, called or not.
 */
export function chanceLimit(chances: readonly (number | null)[]): number {
  const tested = chances.filter(chance => chance !== null).sort((a, b) => a - b)
  const last = tested.findLastIndex((chance, i) => chance <= ((i + 1) / tested.length) * falseShare)
  return Math.min(falseAlarms, last < 0 ? 0 : (tested[last] ?? 0))
}
