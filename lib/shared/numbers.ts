import { unknown } from './money.ts'

/** A whole number with thousands separators; unknown prints a dash. */
export function formatCount(value: number | null | undefined): string {
  return value === null || value === undefined || !Number.isFinite(value)
    ? unknown
    : Math.round(value).toLocaleString('en-US')
}

/** A fraction (0.031) as a percentage with `places` decimals; a fraction of nothing is unknown, not 0 % or 100 %. */
export function formatPercent(fraction: number | null | undefined, places = 1): string {
  return fraction === null || fraction === undefined || !Number.isFinite(fraction)
    ? unknown
    : `${(fraction * 100).toFixed(places)} %`
}

/** "1 span", "2 spans". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

const compactUnits: [number, string][] = [
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'k'],
]

const threeDigits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3, useGrouping: false })

/** Short, for dense readouts whose full value is elsewhere: `0.025`, `12`, `1.2k`, `34M`. At most three digits count. */
export function formatCompact(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return unknown
  // Rounded first, so that 999,999 becomes 1M and not 1000k.
  const rounded = Number(threeDigits.format(value))
  const [size, unit] = compactUnits.find(([least]) => Math.abs(rounded) >= least) ?? [1, '']
  return `${threeDigits.format(rounded / size)}${unit}`
}
