import type { AlertFields, Labels } from './schemas.ts'

/** What was measured for one group of a rule. */
export interface Group {
  labels: Labels
  value: number | null
}

/** What a reader is asked for: the groups of a window. */
export interface Asked extends Pick<AlertFields, 'filter' | 'by'> {
  from: Date
  to: Date
}
