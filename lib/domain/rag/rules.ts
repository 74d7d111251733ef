import type { Check, CheckBody, CheckName, Pipeline, Result } from './schemas.ts'

/** What an A/B eval showed. Null: there was none, or its runs cannot be compared. */
export interface Compared {
  pairs: number
  delta: number | null
  interval: [number, number] | null
  outcome: 'none' | 'worse' | 'as-good' | 'open'
}

export interface Evidence {
  stated: Omit<CheckBody, 'queries'>
  /** What is registered for production. Null: nothing is. */
  registered: Pipeline | null
  queries: number
  recall: number | null
  compared: Compared | null
}

type Made = Omit<Check, 'name'>
const made = (
  result: Result,
  message: string,
  value: Check['value'] = null,
  threshold: Check['threshold'] = null,
): Made => ({
  ...{ result, value, threshold, message },
})
const lacks = (message: string, value: Check['value'] = null, threshold: Check['threshold'] = null) =>
  made('lacks_evidence', message, value, threshold)
const unregistered = 'The pipeline is not registered: nobody knows what production runs with.'

/** The five checks, from the evidence alone. Missing evidence never passes. */
export function checksOf(evidence: Evidence): Check[] {
  const rules: Record<CheckName, (of: Evidence) => Made> = {
    'embedding-model': embeddingModel,
    recall,
    'index-fresh': indexFresh,
    chunks,
    'prompt-ab': promptAb,
  }
  return Object.entries(rules).map(([name, rule]) => ({ name: name as CheckName, ...rule(evidence) }))
}

export function verdictOf(checks: readonly Check[]): Result {
  if (checks.some(({ result }) => result === 'fail')) return 'fail'
  return checks.every(({ result }) => result === 'pass') ? 'pass' : 'lacks_evidence'
}

function embeddingModel({ stated, registered }: Evidence): Made {
  if (!registered) return lacks(unregistered)
  const index = registered.indexEmbeddingModel ?? registered.embeddingModel
  const model = stated.embeddingModel
  if (model === undefined) return lacks('The embedding model was not stated.', null, index)
  return model === index
    ? made('pass', 'Queries are embedded by the model of production’s index.', model, index)
    : made('fail', `Queries are embedded by ${model}, the index of production by ${index}.`, model, index)
}

function recall({ stated, registered, queries, recall: value }: Evidence): Made {
  const threshold = registered?.minimumRecall ?? 0.8
  const least = registered?.minimumQueries ?? 50
  if (stated.k === undefined) return lacks('k was not stated.', value, threshold)
  if (value === null || queries < least)
    return lacks(`${queries} of at least ${least} queries were sent.`, value, threshold)
  const text = `Recall@${stated.k} is ${value.toFixed(3)} over ${queries} queries; it must be above ${threshold}.`
  return made(value > threshold ? 'pass' : 'fail', text, value, threshold)
}

/** Of the stated and the registered update of the documents the later one counts, so that neither hides the other. */
function indexFresh({ stated, registered }: Evidence): Made {
  const built = stated.indexBuiltAt ?? registered?.indexBuiltAt ?? null
  const updates = [stated.documentsUpdatedAt, registered?.documentsUpdatedAt].flatMap(time => time ?? [])
  const updated = updates.sort((a, b) => Date.parse(b) - Date.parse(a))[0] ?? null
  if (built === null) return lacks('When the index was built was not stated.', null, updated)
  if (updated === null) return lacks('When the documents were last updated was not stated.', built)
  return Date.parse(built) > Date.parse(updated)
    ? made('pass', 'The index was built after the last update of the documents.', built, updated)
    : made('fail', 'The documents were updated after the index was built.', built, updated)
}

function chunks({ stated, registered }: Evidence): Made {
  if (!registered) return lacks(unregistered)
  const { chunkSize, chunkOverlap } = registered
  const production = `${chunkSize} with an overlap of ${chunkOverlap}`
  if (stated.chunkSize === undefined || stated.chunkOverlap === undefined)
    return lacks('Chunk size and overlap were not both stated.', null, production)
  const own = `${stated.chunkSize} with an overlap of ${stated.chunkOverlap}`
  return own === production
    ? made('pass', 'Chunks have the sizes of production.', own, production)
    : made('fail', `Chunks of ${own}; production has ${production}.`, own, production)
}

function promptAb({ stated, compared }: Evidence): Made {
  if (stated.promptDiff === undefined) return lacks('The prompt diff is not attached.')
  if (stated.abEvalRunIds === undefined) return lacks('The A/B eval was not run.')
  if (compared === null) return lacks('The two eval runs have not finished, or cannot be compared.')
  const { pairs, delta, interval, outcome } = compared
  const of = `over ${pairs} paired scenarios${interval ? `, between ${interval[0].toFixed(3)} and ${interval[1].toFixed(3)} in 95 of 100 cases` : ''}`
  if (outcome === 'worse') return made('fail', `The new prompt is worse, ${of}.`, delta)
  if (outcome === 'as-good') return made('pass', `The new prompt is as good, ${of}.`, delta)
  return lacks(`It is not yet clear whether the new prompt is worse, ${of}.`, delta)
}
