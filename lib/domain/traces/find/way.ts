import type { TraceFilter } from '#lib/domain/traces/list-schemas.ts'
import { attributeWord, type Fact, factWord, promptWord } from '#lib/domain/traces/marks/marks.ts'

/** How matching traces are found without reading the others. */
export type Way =
  /** No selective condition has an index: traces are checked in their order. */
  | { by: 'order' }
  /** The name of a run comes from its client, or is the id of its first trace. */
  | { by: 'run'; run: string }
  | { by: 'running' }
  /** Words of facts stand together in one row; that of an attribute or a prompt may stand in another row of the same trace.
   *  slow: it takes long to check the rest of the filter on what they reach, which may be done for few only. */
  | { by: 'marks'; facts: number[]; attribute: number | null; slow: boolean }

/** Filters that have marks. Sessions have none: nearly every trace would have a different one, and they have an index. */
const marked = [
  'agent',
  'framework',
  'release',
  'environment',
  'user',
  'tag',
  'model',
  'tool',
] as const satisfies readonly Fact[]

/** Pure: how to find the traces of a filter. All conditions are checked again on the found traces. */
export function wayOf(projectId: string, filter: TraceFilter): Way {
  if (filter.run !== undefined) return { by: 'run', run: filter.run }
  if (filter.status === 'running') return { by: 'running' }
  const facts = marked.flatMap(fact => {
    const value = filter[fact]
    return value === undefined ? [] : factWord(projectId, fact, value)
  })
  // A trace that is running has a status of its own, and that which it will have when no root comes.
  if (filter.status !== undefined) facts.push(factWord(projectId, 'status', filter.status))
  const attribute = spanWord(projectId, filter)
  if (facts.length === 0 && attribute === null) return { by: 'order' }
  const slow =
    filter.text !== undefined ||
    filter.score !== undefined ||
    (filter.attribute !== undefined && (attribute === null || filter.prompt !== undefined))
  return { by: 'marks', facts, attribute, slow }
}

/** The mark of a condition on one of the spans: of a prompt before an attribute, because prompts have marks for every value. */
function spanWord(projectId: string, { prompt, promptVersion, attribute }: TraceFilter): number | null {
  if (prompt !== undefined) return promptWord(projectId, prompt, promptVersion)
  return attribute === undefined ? null : attributeWord(projectId, attribute)
}

/** A mark with more rows than this, over all days of a search, is common. */
export const common = 500

/** Which of two sets of words leads: the rarer one, where it is rare; else both must be met on each day. */
export function leads(rowsOfFacts: number, rowsOfAttribute: number): 'facts' | 'attribute' | 'both' {
  if (Math.min(rowsOfFacts, rowsOfAttribute) >= common) return 'both'
  return rowsOfFacts < rowsOfAttribute ? 'facts' : 'attribute'
}
