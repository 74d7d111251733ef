import type { IncidentItem } from '#lib/domain/incidents/schemas.ts'

/** What an incident concerns, as a name; empty where it concerns everything. */
export const scopeText = ({ agent, tool }: Pick<IncidentItem, 'agent' | 'tool'>): string =>
  [agent, tool].filter(Boolean).join(' × ')

/** A cause in words: "tool-outage" is "tool outage". */
export const causeText = (cause: string): string => cause.replaceAll('-', ' ')

/** The page of what opened it, and its name. Null for a person. */
export function sourceLink({ kind, id }: IncidentItem['source']): { text: string; href: string | null } | null {
  if (kind === 'person' || id === null) return null
  const name = encodeURIComponent(id)
  const pages: Partial<Record<typeof kind, string>> = {
    breaker: `/breakers?breaker=${name}`,
    guardrail: `/guardrails?name=${name}`,
    alert: '/alerts',
    slo: `/slos/${name}`,
    budget: '/budgets',
  }
  return { text: `${kind} ${id}`, href: pages[kind] ?? null }
}
