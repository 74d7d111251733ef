import { keyStatuses, memberStatuses } from '#lib/domain/access/statuses.ts'
import { approvalStatuses } from '#lib/domain/approvals/statuses.ts'
import { breakerStatuses } from '#lib/domain/breakers/statuses.ts'
import { incidentStatuses } from '#lib/domain/incidents/statuses.ts'
import { stageStatusStatuses } from '#lib/domain/pipelines/statuses.ts'
import { ragStatuses } from '#lib/domain/rag/statuses.ts'
import { rolloutStatuses } from '#lib/domain/rollouts/statuses.ts'
import { sloStatuses } from '#lib/domain/slos/statuses.ts'
import { type StatusTable, statusLook } from '#lib/shared/status-tone.ts'

/** By the type of an object: what its form calls each field. */
export type FieldLabels = Readonly<Record<string, Readonly<Record<string, string>>>>

const statuses: Record<string, StatusTable> = {
  approval: approvalStatuses,
  breaker: breakerStatuses,
  incident: incidentStatuses,
  key: keyStatuses,
  pipeline: stageStatusStatuses,
  'rag-pipeline': ragStatuses,
  rollout: rolloutStatuses,
  slo: sloStatuses,
  user: memberStatuses,
}

/** Parts of names that are not words. */
const names: Record<string, string> = { rag: 'RAG', slo: 'service level', id: 'ID', usd: 'USD', api: 'API' }

/** `rag-pipeline`, `signing_key` and `evalRunId` as words. */
export const inWords = (name: string): string =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[\s._-]+/)
    .map(word => names[word.toLowerCase()] ?? word.toLowerCase())
    .join(' ')

/** What the form of the object calls a field; where there is none, its name in words. Small letters: it stands within a line. */
export function fieldInWords(labels: FieldLabels, type: string, name: string): string {
  const label = labels[type]?.[name]
  if (label === undefined) return inWords(name)
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label
}

/** The word on screen for a value that has one: `pending` is "waiting". */
export function valueInWords(type: string, name: string, value: unknown): unknown {
  if (typeof value !== 'string' || !/^(status|state|verdict)$/.test(name)) return value
  const table = statuses[type]
  return table && Object.hasOwn(table, value) ? statusLook(table, value).label : inWords(value)
}
