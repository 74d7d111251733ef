import type { TraceSummary } from '#lib/domain/traces/store/attribution/summarise.ts'

export const sessionSums = [
  'traces',
  'messageTraces',
  'errors',
  'llmCalls',
  'toolCalls',
  'input',
  'output',
  'cost',
  'unpricedSpans',
  'unmeteredCalls',
] as const
type Sums = Record<(typeof sessionSums)[number], bigint>

/** What some traces change of a session. Times in microseconds. */
export interface SessionChange {
  sessionId: string
  /** What is added; negative where it is taken back. */
  sums: Sums
  firstUs: number
  lastUs: number
  userId: string | null
  agents: string[]
  environments: string[]
  /** A trace left it, or no longer has a time or a name: those must be read again. */
  less: boolean
}

interface Change {
  before: TraceSummary | null
  summary: TraceSummary
}

/** Pure: what the traces change of their sessions, in the order of the sessions' ids. */
export function sessionChanges(changes: readonly Change[]): SessionChange[] {
  const sessions = new Map<string, SessionChange>()
  const sessionOf = (sessionId: string, trace: TraceSummary) => {
    const known = sessions.get(sessionId)
    if (known) return known
    const session: SessionChange = { sessionId, ...noneOf(trace) }
    sessions.set(sessionId, session)
    return session
  }
  for (const { before, summary } of changes) {
    const [old, now] = [before?.sessionId ?? null, summary.sessionId]
    if (before && old !== null) {
      const session = sessionOf(old, before)
      add(session.sums, before, -1n)
      session.less ||= old !== now || takesBack(before, summary)
    }
    if (now === null) continue
    const session = sessionOf(now, summary)
    add(session.sums, summary, 1n)
    widen(session, summary)
  }
  for (const { agents, environments } of sessions.values()) {
    agents.sort()
    environments.sort()
  }
  return [...sessions.values()].sort((a, b) => (a.sessionId < b.sessionId ? -1 : 1))
}

const endOf = ({ startUs, durationUs }: TraceSummary) => startUs + durationUs

/** A session that a trace leaves keeps its times until they are read again. */
const noneOf = (trace: TraceSummary): Omit<SessionChange, 'sessionId'> => ({
  sums: Object.fromEntries(sessionSums.map(name => [name, 0n])) as Sums,
  firstUs: trace.startUs,
  lastUs: endOf(trace),
  userId: null,
  agents: [],
  environments: [],
  less: false,
})

const takesBack = (before: TraceSummary, now: TraceSummary) =>
  now.startUs > before.startUs ||
  endOf(now) < endOf(before) ||
  (['agent', 'environment', 'userId'] as const).some(name => before[name] !== null && before[name] !== now[name])

function widen(session: SessionChange, trace: TraceSummary): void {
  const { agent, environment, userId } = trace
  session.firstUs = Math.min(session.firstUs, trace.startUs)
  session.lastUs = Math.max(session.lastUs, endOf(trace))
  if (userId !== null && (session.userId === null || userId < session.userId)) session.userId = userId
  if (agent !== null && !session.agents.includes(agent)) session.agents.push(agent)
  if (environment !== null && !session.environments.includes(environment)) session.environments.push(environment)
}

function add(sums: Sums, trace: TraceSummary, sign: 1n | -1n): void {
  const share: Record<keyof Sums, number | bigint> = {
    traces: 1,
    messageTraces: Number(trace.noiseCount === trace.spanCount),
    errors: Number(trace.status === 'error'),
    llmCalls: trace.llmCalls,
    toolCalls: trace.toolCalls,
    input: trace.input ?? 0,
    output: trace.output ?? 0,
    cost: trace.cost ?? 0n,
    unpricedSpans: trace.unpricedSpans,
    unmeteredCalls: trace.unmeteredCalls,
  }
  for (const name of sessionSums) sums[name] += sign * BigInt(share[name])
}
