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
