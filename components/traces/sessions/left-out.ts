import { plural } from '#lib/shared/numbers.ts'

/** What a total leaves out, in words; undefined where it is whole. */
export function leftOutText(of: { unpricedSpans: number; unmeteredCalls: number }): string | undefined {
  const missing = [
    of.unpricedSpans > 0 ? `${plural(of.unpricedSpans, 'call')} without a price` : null,
    of.unmeteredCalls > 0 ? `${plural(of.unmeteredCalls, 'call')} without tokens` : null,
  ].filter(text => text !== null)
  return missing.length > 0 ? `without ${missing.join(' and ')}` : undefined
}
