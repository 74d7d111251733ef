import type { SloState } from './rules.ts'

/** The stored state of a service level: the status that was announced last, and since when. */
export interface SloBody {
  status: SloState
  since: number
  /** Counts the announcements. A process that measured before the last one has nothing new to announce. */
  turn: number
  /** The agent, for those who read states without the configuration. */
  agent: string
}
