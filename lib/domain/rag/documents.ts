export interface Documents {
  count: number
  /** The highest score; null where none is known. */
  best: number | null
}

const indexed = /^retrieval\.documents\.(\d+)\.document\.(\w+)$/

/**
 * Documents of a retriever span: OpenInference's attributes, GenAI's list, or an output that is a list. Null if none of
 * them is there.
 */
export function documentsOf(attributes: Readonly<Record<string, unknown>>, output: string | null): Documents | null {
  const found = Object.entries(attributes).flatMap(([key, value]) => {
    const [, at, field] = indexed.exec(key) ?? []
    return at === undefined ? [] : [{ at, field, value }]
  })
  if (found.length > 0) {
    const scores = found.flatMap(({ field, value }) => (field === 'score' ? numberOf(value) : []))
    return { count: new Set(found.map(({ at }) => at)).size, best: highest(scores) }
  }
  return listOf(attributes['gen_ai.retrieval.documents']) ?? listOf(output)
}

const numberOf = (value: unknown): number[] => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? [number] : []
}
const highest = (scores: readonly number[]) => (scores.length === 0 ? null : Math.max(...scores))

function listOf(value: unknown): Documents | null {
  const parsed = typeof value === 'string' ? parse(value) : value
  const list = Array.isArray(parsed)
    ? parsed
    : isRecord(parsed)
      ? (parsed.documents ?? parsed.matches ?? parsed.results)
      : null
  if (!Array.isArray(list)) return null
  const scores = list.flatMap(each => (isRecord(each) ? numberOf(each.score ?? each.relevance_score) : []))
  return { count: list.length, best: highest(scores) }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
