import type { Context } from '#lib/platform/context.ts'
import type { Group } from './groups.ts'
import { emptyOf, isSignal } from './measures.ts'
import { type Counted, readMeasure } from './read-measure.ts'
import { readSignal } from './read-signal.ts'
import { labelKey, type Measured } from './rules.ts'
import type { AlertFields, Labels } from './schemas.ts'

export interface MeasuredGroup extends Measured {
  labels: Labels
}

/**
 * The values of a rule over the window that ends at a time, by the key of each group. A rule without groups has one.
 */
export async function readValues(ctx: Context, rule: AlertFields, end: Date): Promise<Map<string, MeasuredGroup>> {
  const { window, condition, by } = rule
  const read = (to: number) => valuesOf(ctx, rule, new Date(to - window * 1000), new Date(to))
  const now = await read(end.getTime())
  const before = condition.changeAbove === undefined ? null : await read(end.getTime() - window * 1000)
  const groups = new Map<string, MeasuredGroup>()
  for (const { labels, value } of by.length === 0 && now.length === 0 ? [nothing(rule)] : now) {
    const key = labelKey(labels)
    const earlier = before?.find(one => labelKey(one.labels) === key)
    groups.set(key, { labels, value, before: earlier?.value ?? null })
  }
  return groups
}

/** The value of a group without a row. A count of nothing is 0, unless the rule needs more for its data to count. */
export const nothing = ({ measure, minimum }: AlertFields, labels: Labels = {}): Group => ({
  labels,
  value: minimum > 0 && !isSignal(measure) ? null : emptyOf(measure),
})

async function valuesOf(ctx: Context, rule: AlertFields, from: Date, to: Date): Promise<Group[]> {
  const { measure, by, filter, minimum } = rule
  if (isSignal(measure)) return readSignal(ctx, measure, { by, filter, from, to })
  const rows: Counted[] = await readMeasure(ctx, measure, { by, filter, from, to })
  return rows.map(({ labels, value, count }) => ({ labels, value: count < minimum ? null : value }))
}
