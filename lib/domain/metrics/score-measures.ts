import type { Unit } from '#lib/domain/traces/measures.ts'

interface ScoreMeasure {
  /**
   * Over the rows of a group in `rollup_score`. A score is a word, and no number, exactly if its type is categorical.
   */
  sql: string
  unit: Unit
  empty: 0 | null
  better: 'higher' | null
  description: string
}

const valued = "sum(count) filter (where data_type <> 'categorical')"

/**
 * Measures of scores, by their names in the API. They can be asked for by what the scores judge and by the properties
 * of the scores.
 */
export const scoreMeasures = {
  scores: { sql: 'sum(count)', unit: 'count', empty: 0, better: null, description: 'Scores' },
  scoreMean: {
    sql: `sum(sum) / nullif(${valued}, 0)`,
    unit: 'score',
    empty: null,
    better: 'higher',
    description: 'Mean of numeric scores, and of boolean ones the share of yes; null without any',
  },
  scoreSpread: {
    // The sums are exact, so only the last digit of the division can make the difference negative.
    sql: `case when ${valued} > 1 then sqrt(greatest(0, (sum(sum_squares) - sum(sum) * sum(sum) / ${valued}) / (${valued} - 1))) end`,
    unit: 'score',
    empty: null,
    better: null,
    description: 'Standard deviation of numeric and boolean scores; null below two',
  },
} as const satisfies Record<string, ScoreMeasure>

export type ScoreMeasureName = keyof typeof scoreMeasures
export const scoreMeasureNames = Object.keys(scoreMeasures) as ScoreMeasureName[]

/**
 * How many traces are scored, from `rollup_by_agent` and `rollup_scored`. A trace counts once, where it began and under
 * the agent that began it. So the scored traces are a part of all traces, whatever the filter.
 */
export const scoredMeasures = {
  tracesBegun: {
    unit: 'count',
    empty: 0,
    description:
      'Traces that began, scored or not: what scoredTraces is a part of. Not by what scores say of themselves',
  },
  scoredTraces: {
    unit: 'count',
    empty: 0,
    description:
      'Traces with such a score, each once however many it has. By scoreName, or with scoreSource, or with scoreType too; without, traces with any score',
  },
  scoredShare: {
    unit: 'ratio',
    empty: null,
    description: 'scoredTraces / tracesBegun; null without traces',
  },
} as const satisfies Record<string, { unit: Unit; empty: 0 | null; description: string }>

export type ScoredMeasureName = keyof typeof scoredMeasures
export const scoredMeasureNames = Object.keys(scoredMeasures) as ScoredMeasureName[]
