import type { Transitions } from '#lib/shared/state-machine.ts'

export const incidentStates = ['open', 'acknowledged', 'resolved'] as const
export type IncidentState = (typeof incidentStates)[number]

export const transitions: Transitions<IncidentState> = {
  open: ['acknowledged', 'resolved'],
  acknowledged: ['resolved'],
  resolved: [],
}

/** The mildest first. */
export const severities = ['info', 'warning', 'critical'] as const
export type Severity = (typeof severities)[number]

export const isWorse = (one: Severity, other: Severity): boolean => severities.indexOf(one) > severities.indexOf(other)

/** What the incident concerns. A field that is null does not narrow it. */
export interface IncidentScope {
  agent: string | null
  tool: string | null
  environment: string | null
}

/** Cause and scope as one text. It is JSON, because names may contain any character. */
export const openKeyOf = (cause: string, { agent, tool, environment }: IncidentScope): string =>
  JSON.stringify([cause, agent, tool, environment])

/** What on-call is told of an incident. */
export const pageKeyOf = (id: string): string => `incident/${id}`

export const isSeverity = (value: unknown): value is Severity => severities.some(one => one === value)

/** The time that an incident is about: from some minutes before it opened until it was resolved, or until now. */
export function windowOf(
  { openedAt, resolvedAt }: { openedAt: string; resolvedAt: string | null },
  minutesBefore: number,
  now: Date,
): { from: Date; to: Date } {
  const from = new Date(Date.parse(openedAt) - minutesBefore * 60_000)
  // A moment more, for what was resolved together with it.
  const to = resolvedAt === null ? now : new Date(Math.min(now.getTime(), Date.parse(resolvedAt) + 60_000))
  return { from, to: new Date(Math.max(to.getTime(), Date.parse(openedAt) + 1_000)) }
}
