import type { Policy, Step } from '#lib/domain/on-call/schemas.ts'

/** A step in words: "pager at once", "ada or bob, in turns by week, after 15 min". */
export function stepText({ channels, afterMinutes, turns }: Step): string {
  const who = turns === null ? channels.join(', ') : `${channels.join(' or ')}, in turns by ${turns}`
  return afterMinutes === 0 ? `${who} at once` : `${who}, after ${afterMinutes} min`
}

/** What a rule is for. */
export function scopeText({ agent, environment }: Pick<Policy, 'agent' | 'environment'>): string {
  if (agent === null) return environment === null ? 'everything else' : `everything in ${environment}`
  return environment === null ? agent : `${agent} in ${environment}`
}
