import { unknown } from './money.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** Milliseconds (fractions allowed) as `820 µs`, `41 ms`, `1.90 s`, `3 min 12 s`, `2 h 05 min`. */
export function formatDuration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms) || ms < 0) return unknown
  if (ms === 0) return '0 ms'
  if (ms < 1) return `${Math.round(ms * 1000)} µs`
  if (Math.round(ms) < second) return `${Math.round(ms)} ms`
  if (Math.round(ms / 10) * 10 < minute) return `${(ms / second).toFixed(2)} s`
  // Rounded first, so that 59.996 s becomes 1 min and never 0 min 59 s or 60.00 s.
  const whole = Math.round(ms / second)
  if (whole < 3600) return `${Math.floor(whole / 60)} min${whole % 60 === 0 ? '' : ` ${whole % 60} s`}`
  const days = Math.floor(whole / (24 * 3600))
  if (days >= 2) return `${days} d ${Math.floor((whole % (24 * 3600)) / 3600)} h`
  return `${Math.floor(whole / 3600)} h ${pad(Math.floor((whole % 3600) / 60))} min`
}

/** Time left as `6:41`, `1:02:09` or `2 d 4 h`; past is `0:00`. */
export function formatCountdown(ms: number): string {
  const left = Math.max(0, Math.floor(ms / second))
  const [s, m, h] = [left % 60, Math.floor(left / 60) % 60, Math.floor(left / 3600)]
  if (h >= 48) return `${Math.floor(h / 24)} d ${h % 24} h`
  return h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`
}

/** `just now`, `3 min ago`, `in 2 h`, `4 d ago`. */
export function formatRelative(at: string | number | Date, now: number): string {
  const then = new Date(at).getTime()
  if (Number.isNaN(then)) return unknown
  const distance = Math.abs(now - then)
  if (distance < 10 * second) return 'just now'
  const text = shortDistance(distance)
  return then > now ? `in ${text}` : `${text} ago`
}

function shortDistance(ms: number): string {
  if (ms < minute) return `${Math.floor(ms / second)} s`
  if (ms < hour) return `${Math.floor(ms / minute)} min`
  if (ms < 2 * day) return `${Math.floor(ms / hour)} h`
  return `${Math.floor(ms / day)} d`
}

export type Zone = 'utc' | 'local'

/** `2026-11-23 14:07:32`, in UTC or the reader's zone; milliseconds on demand. */
export function formatAbsolute(at: string | number | Date, zone: Zone = 'local', withMs = false): string {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return unknown
  const iso = zone === 'utc' ? date.toISOString() : shifted(date).toISOString()
  return `${iso.slice(0, 10)} ${iso.slice(11, withMs ? 23 : 19)}`
}

const shifted = (date: Date) => new Date(date.getTime() - date.getTimezoneOffset() * minute)

/** `2026-11-23T14:07`, as a date-and-time field holds it. */
export function toInputValue(at: Date, zone: Zone): string {
  return formatAbsolute(at, zone).slice(0, 16).replace(' ', 'T')
}

/** The instant that a date-and-time field means in a zone, or null when it is not filled in. */
export function fromInputValue(text: string, zone: Zone): Date | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)) return null
  const at = new Date(zone === 'utc' ? `${text.slice(0, 16)}Z` : text.slice(0, 16))
  return Number.isNaN(at.getTime()) ? null : at
}

/** Every way to write one instant, for the hover and focus card. */
export function timeForms(at: string, now: number): { label: string; value: string }[] {
  const date = new Date(at)
  return [
    { label: 'Local', value: formatAbsolute(date, 'local', true) },
    { label: 'UTC', value: at },
    { label: 'Unix', value: String(date.getTime() / 1000) },
    { label: 'Relative', value: formatRelative(date, now) },
  ]
}

const pad = (value: number) => String(value).padStart(2, '0')

/** Microseconds since the epoch of an RFC 3339 instant; `Date` alone would drop the digits after the third. */
export function parseMicros(at: string): number {
  const ms = Date.parse(at)
  const fraction = /\.\d{3}(\d{1,3})/.exec(at)?.[1] ?? ''
  return Math.floor(ms) * 1000 + Number(fraction.padEnd(3, '0'))
}

/** RFC 3339 in UTC with microseconds, as the API writes every time. */
export const toRfc3339 = (at: Date): string => at.toISOString().replace('Z', '000Z')
