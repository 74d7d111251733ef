/**
 * The mean, rounded to twelve places so that the last bits of a sum never decide at a threshold. Null for an empty
 * list.
 */
export const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 1e12) / 1e12
