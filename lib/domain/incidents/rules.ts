import type { Transitions } from '#lib/shared/state-machine.ts'

export const incidentStates = ['open', 'acknowledged', 'resolved'] as const
export type IncidentState = (typeof incidentStates)[number]

export const transitions: Transitions<IncidentState> = {
  open: ['acknowledged', 'resolved'],
  acknowledged: ['resolved'],
  resolved: [],
}

/** From the mildest. */
export const severities = ['info', 'warning', 'critical'] as const
export type Severity = (typeof severities)[number]

export const isWorse = (one: Severity, other: Severity): boolean => severities.indexOf(one) > severities.indexOf(other)

/** What it concerns; what is null is not narrowed. */
export interface IncidentScope {
  agent: string | null
  tool: string | null
  environment: string | null
}

/** Cause and scope as one text. Names may hold any character, so it is JSON. */
export const openKeyOf = (cause: string, { agent, tool, environment }: IncidentScope): string =>
  JSON.stringify([cause, agent, tool, environment])
