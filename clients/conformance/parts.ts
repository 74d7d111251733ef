import type { Adapter } from './run-cell.ts'
import { type Scenario, scenarios } from './scenarios.ts'

/** For CI: the frameworks that most agents run in, and the ways on which a tool has run without leave before. */
const short = {
  adapters: ['CrewAI', 'AutoGen', 'LangGraph'],
  scenarios: [
    ...['approved', 'edited', 'rejected', 'server down', 'malformed answer', 'killed after claim'],
    ...['two identical calls', 'cancelled, then approved', 'cached result', 'second path'],
  ],
}

/** Which adapters play which scenarios: `all`, `short`, or the clients by themselves. */
export function partOf(
  part: string | undefined,
  known: readonly Adapter[],
): { adapters: Adapter[]; played: readonly Scenario[] } {
  if (part === 'all') return { adapters: [...known], played: scenarios }
  if (part !== 'short') return { adapters: known.filter(({ always }) => always), played: scenarios }
  return {
    adapters: known.filter(({ name }) => short.adapters.includes(name)),
    played: scenarios.filter(({ name }) => short.scenarios.includes(name)),
  }
}
