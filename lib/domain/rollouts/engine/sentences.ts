import type { Evidence, GateResult } from './types.ts'

const names: Record<GateResult['gate'], string> = {
  errors: 'the error rate',
  quality: 'quality',
  cost: 'the cost of a request',
  safety: 'safety',
  shadow: 'the shadow',
  anchor: 'the shadow against the anchor',
}
const against: Record<GateResult['gate'], string> = {
  ...{ errors: '', safety: '', quality: ' against the baseline', cost: ' against the baseline' },
  ...{ shadow: ' against production', anchor: '' },
}

const percent = (value: number, digits = 1) => `${(value * 100).toFixed(digits)} %`
const signed = (value: number, digits: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`

/** A figure of a gate as people read it: cost as a change in per cent, not as a logarithm. */
export function shown(gate: GateResult['gate'], value: number): string {
  if (gate === 'errors') return percent(value, 2)
  if (gate === 'cost') return `${signed(Math.expm1(value) * 100, 0)} %`
  return signed(value, 3)
}

function durationText(ms: number): string {
  const minutes = Math.max(1, Math.ceil(ms / 60_000))
  if (minutes < 90) return `${minutes} min`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`
}

function open({ gate, verdict, low, high, limit, samples, needed, note }: GateResult): string {
  const name = names[gate]
  if (verdict === 'INSUFFICIENT_DATA') {
    const count = needed === null ? `${samples} samples` : `${samples} of ${needed} samples`
    return note || `${name} has ${count} so far`
  }
  if (low === null || high === null || limit === null) return `${name} is not decided`
  return `the interval of ${name}, ${shown(gate, low)} to ${shown(gate, high)}, still reaches beyond ${shown(gate, limit)}`
}

/** Why a gate failed, with its figures, and which check found it: a check during a phase can end the rollout too. */
export function failedText(
  { gate, estimate, low, high, limit, note }: GateResult,
  seen: 'between looks' | 'at the end of the phase' | null = null,
): string {
  if (note) return note
  if (estimate === null || low === null || high === null || limit === null) return `The gate ${gate} failed.`
  const name = names[gate].charAt(0).toUpperCase() + names[gate].slice(1)
  const [is, from, to, most] = [estimate, low, high, limit].map(value => shown(gate, value))
  return `${name} is ${is}${against[gate]}: the whole interval, ${from} to ${to}, lies beyond the allowed ${most}.${seen === null ? '' : ` Seen ${seen}.`}`
}

interface When {
  now: number
  dueAt?: number
  endsAt?: number
  /** When the samples of this step began to arrive. */
  since?: number
  isThin?: boolean
  waitsForPerson?: boolean
}

/** How much longer it takes at the present rate of samples; null if unknown. */
function estimateMs(gates: readonly GateResult[], elapsed: number): number | null {
  const waits = gates.flatMap(({ verdict, samples, needed }) => {
    if (verdict !== 'INCONCLUSIVE' && verdict !== 'INSUFFICIENT_DATA') return []
    return needed === null || samples === 0 ? [null] : [(elapsed * Math.max(0, needed - samples)) / samples]
  })
  return waits.length === 0 || waits.includes(null) ? null : Math.max(...waits.map(Number))
}

/** Reasons that people write may end with or without a full stop. */
const ended = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`)

/** Further reasons that hold it, apart from the first one. Empty if there are none. */
export const alsoHeld = ({ holds }: Pick<Evidence, 'holds'>): string => holds.map(one => ` ${ended(one)}`).join('')

/** Why it has not been promoted yet, with everything that holds it, in a few sentences. */
export function whyNot(gates: readonly GateResult[], { holds }: Evidence, when: When): string {
  const { now, dueAt, endsAt, since, isThin, waitsForPerson } = when
  const also = alsoHeld({ holds })
  const held = also === '' ? undefined : also.slice(1)
  if (dueAt !== undefined && now < dueAt) return `This phase runs for another ${durationText(dueAt - now)}.${also}`
  const undecided = gates.find(({ verdict }) => verdict !== 'PASS' && verdict !== 'SKIPPED')
  if (!undecided && isThin) return `Too few requests have reached the candidate in this phase.${also}`
  if (!undecided && held !== undefined) return held
  if (!undecided) return waitsForPerson ? 'Every gate has passed; a person must approve the next phase.' : ''
  const about = since === undefined ? null : estimateMs(gates, now - since)
  const more = about === null ? '' : ` At this rate it takes about ${durationText(about)} more.`
  const end =
    endsAt !== undefined && now < endsAt ? ` In ${durationText(endsAt - now)} it stops waiting and asks a person.` : ''
  const text = open(undecided)
  const sentence = text.endsWith('.') ? `Not promoted yet: ${text}` : `Not promoted yet because ${text}.`
  return `${sentence}${more}${end}${also}`
}
