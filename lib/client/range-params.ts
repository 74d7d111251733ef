import { createParser, parseAsStringLiteral } from 'nuqs/server'
import { presets, type TimeRange } from '#lib/shared/time-range.ts'

/** An instant to the minute, in UTC: `2026-11-24T08:30Z`. */
const parseAsInstant = createParser<Date>({
  parse: text => {
    const at = new Date(text)
    return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) && !Number.isNaN(at.getTime()) ? at : null
  },
  serialize: at => `${at.toISOString().slice(0, 16)}Z`,
  eq: (a, b) => a.getTime() === b.getTime(),
})

export const rangeParams = {
  range: parseAsStringLiteral([...presets, 'all'] as const).withDefault('7d'),
  from: parseAsInstant,
  to: parseAsInstant,
}

/** For pages that may show the month so far, and the lists that they lead to. */
export const monthRange = parseAsStringLiteral([...presets, 'month', 'all'] as const)

/** For pages that show a day where the URL names no range. */
export const dayParams: typeof rangeParams = { ...rangeParams, range: rangeParams.range.withDefault('24h') }

/** The range that the URL's values name; two instants go before a preset. */
export function rangeFrom(values: {
  range: (typeof presets)[number] | 'month' | 'all'
  from: Date | null
  to: Date | null
}): TimeRange {
  const { range, from, to } = values
  if (from && to && from < to) return { kind: 'custom', from, to }
  return range === 'all' || range === 'month' ? { kind: range } : { kind: 'preset', preset: range }
}

/** The URL's values of a range. */
export function rangeValues(range: TimeRange) {
  if (range.kind === 'custom') return { range: null, from: range.from, to: range.to }
  return { range: range.kind === 'preset' ? range.preset : range.kind, from: null, to: null }
}

/** The same as parameters of a link. */
export function rangeSearch(range: TimeRange): Record<string, string> {
  const values = rangeValues(range)
  const instant = (at: Date) => parseAsInstant.serialize(at)
  if (values.from && values.to) return { from: instant(values.from), to: instant(values.to) }
  return values.range ? { range: values.range } : {}
}
