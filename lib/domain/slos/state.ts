import type { SloState } from './rules.ts'

/** What is stored of a service level: the status that was told last, and since when. */
export interface SloBody {
  status: SloState
  since: number
  /** Counts what was told: who measured before the last of it has no news. */
  turn: number
  /** The agent, so that whoever reads states alone knows whom it concerns. */
  agent: string
}
