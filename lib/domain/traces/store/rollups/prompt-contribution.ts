import { type PromptSum, promptMeasures, promptSums } from '#lib/domain/traces/measures.ts'
import { listLimit, type TraceSummary } from '#lib/domain/traces/store/attribution/summarise.ts'
import { promptIn, versionIn } from '#lib/shared/prompt-version.ts'
import { minuteOf } from './minute.ts'

/** What traces add to a version of a prompt. Whole numbers without a limit: they have squares of nano-dollars. */
export type PromptSums = Record<PromptSum, bigint>

/**
 * The versions of prompts that a trace tells something about, `name@3`. One that used two versions of a prompt tells
 * nothing about either, and one whose list is full may have used another.
 */
export function versionsAlone(prompts: readonly string[]): string[] {
  if (prompts.length >= listLimit) return []
  return [...Map.groupBy(prompts, promptIn).values()].flatMap(its => (its.length === 1 ? its : []))
}

/** Adds `sign` × what a trace adds to each version that it used. */
export function addPrompts(total: Map<string, PromptSums>, summary: TraceSummary, sign: 1 | -1): void {
  const versions = versionsAlone(summary.prompts)
  if (versions.length === 0) return
  const values = {} as PromptSums
  for (const name of promptSums) values[name] = promptMeasures[name].ofTrace(summary)
  for (const used of versions) {
    const key = [minuteOf(summary.startUs), summary.environment ?? '', promptIn(used), String(versionIn(used))]
    addTo(total, JSON.stringify(key), values, BigInt(sign))
  }
}

/** Adds `sign` × `part` to `total`, and removes zeros. */
export function accumulatePrompts(
  total: Map<string, PromptSums>,
  part: ReadonlyMap<string, PromptSums>,
  sign: 1 | -1,
): void {
  for (const [key, values] of part) {
    const sums = addTo(total, key, values, BigInt(sign))
    if (isNothing(sums)) total.delete(key)
  }
}

export const isNothing = (sums: PromptSums): boolean => promptSums.every(name => sums[name] === 0n)

/** Adds in place; `total` owns its values. */
function addTo(total: Map<string, PromptSums>, key: string, values: PromptSums, sign: bigint): PromptSums {
  const before = total.get(key)
  const sums = {} as PromptSums
  for (const name of promptSums) sums[name] = (before?.[name] ?? 0n) + sign * values[name]
  total.set(key, sums)
  return sums
}
