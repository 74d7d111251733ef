import type { MetricsAnswer } from '#lib/domain/metrics/schemas.ts'

export interface RunFigure {
  id: 'steps' | 'tokens' | 'cost'
  label: string
  /** Money is a decimal string. */
  p50: number | string | null
  p95: number | string | null
  /** p95 divided by p50; null where one of them is unknown or the median is 0. */
  spread: number | null
}

/** The figures of a run from one row of the answer: runs, then p50 and p95 of steps, tokens and cost. */
export function perRunRows(row: MetricsAnswer['rows'][number] | undefined): RunFigure[] {
  if (!row || Number(row[0]) === 0) return []
  const figure = (id: RunFigure['id'], label: string, at: number): RunFigure => {
    const [p50, p95] = [row[at] ?? null, row[at + 1] ?? null]
    const spread = p50 === null || p95 === null || Number(p50) === 0 ? null : Number(p95) / Number(p50)
    return { id, label, p50, p95, spread }
  }
  return [figure('steps', 'steps (model and tool calls)', 1), figure('tokens', 'tokens', 3), figure('cost', 'cost', 5)]
}
