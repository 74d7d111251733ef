import type { TimelineItem } from '#lib/shared/timeline.ts'

/** From this number on, consecutive settings changes are shown as one. */
const fewest = 4

export interface Folded extends TimelineItem {
  /** How many older settings changes are folded into this one. */
  others: number
}

/** Somebody who applies a whole file changes fifty settings at once: they would push what matters out of sight. Newest first. */
export function foldSettings(items: readonly TimelineItem[]): Folded[] {
  const sorted = items.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at) || (a.id < b.id ? 1 : -1))
  const folded: Folded[] = []
  for (let at = 0; at < sorted.length; ) {
    let end = at
    while (sorted[end]?.state === settingChanged) end++
    const run = end - at
    const shown = run >= fewest ? 1 : Math.max(1, run)
    for (const item of sorted.slice(at, at + shown)) folded.push({ ...item, others: run >= fewest ? run - 1 : 0 })
    at += Math.max(1, run)
  }
  return folded
}

const settingChanged = 'configured'
