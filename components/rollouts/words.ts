import { freezeText } from '#lib/domain/rollouts/rules.ts'
import type { RolloutItem } from '#lib/domain/rollouts/schemas.ts'
import { formatUsd } from '#lib/shared/money.ts'

type Gate = RolloutItem['gates'][number]

interface Side {
  text: string
  href: string
}

/** The two sides of a rollout in a few words, with their pages, and the prompt that they are versions of, if any. */
export function sidesOf({ prompt, baseline, candidate }: Pick<RolloutItem, 'prompt' | 'baseline' | 'candidate'>) {
  const release = (slug: string): Side => ({ text: slug, href: `/releases/${encodeURIComponent(slug)}` })
  if (prompt === null) return { of: null, baseline: release(baseline), candidate: release(candidate) }
  const href = `/prompts/${encodeURIComponent(prompt.name)}`
  const version = (one: number, other: number): Side => ({
    ...{ text: `v${one}`, href: `${href}?version=${one}&against=${other}` },
  })
  return {
    of: { text: prompt.name, href, label: prompt.label },
    baseline: version(prompt.baseline, prompt.candidate),
    candidate: version(prompt.candidate, prompt.baseline),
  }
}

/** The traces of the candidate. */
export function candidateTraces({ agent, candidate, prompt }: Pick<RolloutItem, 'agent' | 'candidate' | 'prompt'>) {
  const search: Record<string, string> = prompt
    ? { prompt: prompt.name, promptVersion: String(prompt.candidate) }
    : { agent, release: candidate }
  return `/traces?${new URLSearchParams(search)}`
}

/** Why it has not been promoted, without the freezes in the sentence: the page shows those separately. */
export function withoutFreezes({ whyNotPromoted, frozen }: Pick<RolloutItem, 'whyNotPromoted' | 'frozen'>): string {
  const told = frozen.reduce((text, { freeze, reason }) => {
    const sentence = freezeText({ slug: freeze, reason })
    return text.replace(/[.!?]$/.test(sentence) ? sentence : `${sentence}.`, '')
  }, whyNotPromoted)
  return told.replace(/ {2,}/g, ' ').trim()
}

export const shareText = (bps: number): string => `${bps / 100} %`

export function secondsText(seconds: number): string {
  if (seconds < 90) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 90) return `${minutes} min`
  const hours = Math.round(minutes / 6) / 10
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`
}

export const gateTitles: Record<Gate['gate'], string> = {
  errors: 'Error rate',
  quality: 'Quality',
  cost: 'Cost per request',
  safety: 'Safety incidents',
  shadow: 'Shadow against production',
  anchor: 'Shadow against the anchor',
}

/** What a gate requires, in one sentence. */
export function demandOf({ gate, limit }: Gate, anchor: string | null = null): string {
  if (gate === 'safety' || limit === null) return 'no critical one'
  if (gate === 'errors') return `under ${percentText(limit)}`
  if (gate === 'cost') return `within ${Math.round(Math.expm1(limit) * 100)} % of baseline`
  const than = { shadow: 'production', anchor: anchor ?? 'the anchor', quality: 'baseline' }[gate]
  return `not worse than ${than} − ${Math.abs(limit).toFixed(2)}`
}

const percentText = (value: number): string => `${(value * 100).toFixed(value < 0.1 ? 2 : 1).replace(/\.?0+$/, '')} %`

/** A figure of one release; an unknown one is a dash. */
export function figureText(gate: Gate['gate'], value: number | null): string {
  if (value === null) return '–'
  if (gate === 'errors') return `${(value * 100).toFixed(2)} %`
  if (gate === 'cost') return formatUsd(value.toFixed(9))
  return gate === 'safety' ? String(value) : value.toFixed(3)
}

/** A bound as it is compared: a rate, a difference, or a change in per cent. */
export function boundText(gate: Gate['gate'], value: number): string {
  if (gate === 'errors') return `${(value * 100).toFixed(2)} %`
  const sign = value < 0 ? '−' : '+'
  if (gate === 'cost') return `${sign}${Math.abs(Math.expm1(value) * 100).toFixed(0)} %`
  return `${sign}${Math.abs(value).toFixed(3)}`
}

const endings: Record<string, string> = {
  succeeded: 'every gate passed to the end',
  errors: 'the error rate failed its gate',
  quality: 'quality failed its gate',
  cost: 'cost per request failed its gate',
  safety: 'a safety incident',
  incident: 'a critical incident',
  breaker: 'a breaker opened',
  person: 'a person ended it',
  superseded: 'another release took its place',
  shadow: 'it was worse in the shadow',
  anchor: 'it was worse than the anchor in the shadow',
}

/** Why it ended, in a few words. */
export const endingText = (rule: string): string => endings[rule] ?? `by ${rule}`

export const samplesText = ({ gate, samples, needed }: Gate): string => {
  if (gate === 'safety') return 'any'
  const count = samples.toLocaleString('en-GB')
  return needed === null ? count : `${count} of ${needed > samples ? '~' : ''}${needed.toLocaleString('en-GB')}`
}
