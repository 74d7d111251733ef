import type { TraceSummary } from '#lib/domain/traces/store/attribution/summarise.ts'
import type { Received } from '#lib/domain/traces/store/tables/received.ts'
import { attributeWords, dayOf, factWords, type Mark, markOf, promptWords, shiftOf } from './marks.ts'

/** What a request adds to the marks of a trace. */
export interface NewMarks {
  marks: Mark[]
  /** Added to the existing marks when the trace began on another day; else 0. */
  shift: number
}

/**
 * The marks of the attributes and prompts that came, and of what the trace says as a whole where that is new. A row of marks holds all
 * that the trace says as a whole or nothing of it, so that several facts are found together in one row.
 */
export function marksOf(
  projectId: string,
  before: TraceSummary | undefined,
  after: TraceSummary,
  received: Iterable<Received>,
): NewMarks {
  const words = new Set<number>()
  for (const { span } of received) {
    for (const word of attributeWords(projectId, span.attributes)) words.add(word)
    for (const word of promptWords(projectId, span)) words.add(word)
  }
  const facts = factWords(projectId, after)
  const known = new Set(before ? factWords(projectId, before) : [])
  if (facts.some(word => !known.has(word))) for (const word of facts) words.add(word)
  const day = dayOf(after.startUs)
  return {
    marks: [...words].map(word => markOf(day, word)),
    shift: before ? shiftOf(before.startUs, after.startUs) : 0,
  }
}
