import type { SeenRelease } from './schemas.ts'

interface ReleaseMarker {
  at: number
  label: string
}

/** Markers of a chart. The first release of an agent has none: its data begins there, so nothing has changed. */
export function markersOf(releases: readonly SeenRelease[], ofOneAgent: boolean): ReleaseMarker[] {
  return releases
    .filter(({ initial }) => !initial)
    .map(({ agent, release, firstAt }) => ({
      at: Date.parse(firstAt),
      label: ofOneAgent || agent === null ? release : `${agent} ${release}`,
    }))
    .sort((a, b) => a.at - b.at)
}

interface Contents {
  code: string
  model: { provider: string; id: string; parameters: Record<string, unknown> }
  prompts: Record<string, string>
  rag: Record<string, unknown> | null
}

export interface ReleaseChange {
  /** `code`, `model.id`, `model.parameters.temperature`, `prompts.triage`, `rag.k`. */
  path: string
  /** Null: the field was absent. */
  before: string | null
  after: string | null
}

const flat = ({ code, model, prompts, rag }: Contents): Map<string, string> => {
  const under = (name: string, values: Record<string, unknown>) =>
    Object.entries(values).map(([key, value]): [string, string] => [
      `${name}.${key}`,
      typeof value === 'string' ? value : JSON.stringify(value),
    ])
  return new Map([
    ['code', code],
    ['model.provider', model.provider],
    ['model.id', model.id],
    ...under('model.parameters', model.parameters),
    ...under('prompts', prompts),
    ...under('rag', rag ?? {}),
  ])
}

/** What differs between two releases, field by field, in the order of code, model, prompts and retrieval. */
export function changesBetween(before: Contents, after: Contents): ReleaseChange[] {
  const [was, is] = [flat(before), flat(after)]
  return [...new Set([...was.keys(), ...is.keys()])]
    .map(path => ({ path, before: was.get(path) ?? null, after: is.get(path) ?? null }))
    .filter(change => change.before !== change.after)
}

/** The extent of a change. If only prompts change, fewer phases are enough. */
export function kindOfChange(changes: readonly ReleaseChange[]): 'none' | 'prompts' | 'agent' {
  if (changes.length === 0) return 'none'
  return changes.every(({ path }) => path.startsWith('prompts.')) ? 'prompts' : 'agent'
}

export interface SeenModel {
  model: string
  spans: number
  /** The first day on which it answered. */
  firstDay: string
  lastDay: string
}

/**
 * A provider may let a model name without a date mean another model. If several dated models answered for the name in a
 * release, that has happened, and the release is no longer what was tested. Models with other names are other calls of the agent.
 */
export function driftOf(modelId: string, seen: readonly SeenModel[]): string | null {
  const meant = seen
    .filter(({ model }) => model === modelId || model.startsWith(`${modelId}-`))
    .sort((a, b) => (a.firstDay < b.firstDay ? -1 : 1))
  const answers = meant.filter(({ model }) => model !== modelId)
  const [first, last] = [answers[0], answers.at(-1)]
  if (!first || !last || first === last) return null
  return `${modelId} was answered by ${first.model} until ${first.lastDay} and by ${last.model} since ${last.firstDay}. Name the dated model in the next release.`
}
