import type { AuditEntry } from '#lib/domain/audit/schemas.ts'
import { type FieldLabels, fieldInWords, inWords, valueInWords } from './words.ts'

/** What an action is about, in the order the filter offers it; the value is what stands before the dot. */
export const subjects = [
  { value: '', label: 'Everything' },
  { value: 'approval', label: 'Approvals' },
  { value: 'incident', label: 'Incidents' },
  { value: 'breaker', label: 'Breakers' },
  { value: 'rollout', label: 'Rollouts' },
  { value: 'allocation', label: 'Shares of releases' },
  { value: 'release', label: 'Releases' },
  { value: 'pipeline', label: 'Pipelines' },
  { value: 'prompt', label: 'Prompts' },
  { value: 'agent', label: 'Agents' },
  { value: 'tool', label: 'Tools' },
  { value: 'policy', label: 'Policies' },
  { value: 'budget', label: 'Budgets' },
  { value: 'guardrail', label: 'Guardrails' },
  { value: 'slo', label: 'Service levels' },
  { value: 'alert', label: 'Alert rules' },
  { value: 'silence', label: 'Silences' },
  { value: 'configuration', label: 'Configuration files' },
  { value: 'project', label: 'Projects' },
  { value: 'session', label: 'Sign-ins' },
  { value: 'member', label: 'Members' },
  { value: 'password', label: 'Passwords' },
  { value: 'key', label: 'API keys' },
  { value: 'signing_key', label: 'Signing keys' },
  { value: 'instance', label: 'Instance' },
]

const under = (path: string) => (id: string) => `${path}${encodeURIComponent(id)}`
const pages: Record<string, (id: string) => string> = {
  approval: under('/approvals?id='),
  trace: under('/traces/'),
  agent: under('/agents/'),
  alert: under('/alerts/rules/'),
  breaker: under('/breakers?breaker='),
  budget: under('/budgets?budget='),
  guardrail: under('/guardrails?guardrail='),
  incident: under('/incidents/'),
  policy: under('/policies?policy='),
  prompt: under('/prompts/'),
  release: under('/releases/'),
  rollout: under('/rollouts/'),
  slo: under('/slos/'),
  tool: under('/tools/'),
  key: () => '/settings/keys',
  user: () => '/settings/members',
}

/** The page of an object, where it has one. */
export const pageOf = ({ type, id }: AuditEntry['object']): string | null => pages[type]?.(id) ?? null

/** Actions whose names are hard to understand or hide what was done. */
const actionTexts: Record<string, { ok: string; denied?: string }> = {
  'session.created': { ok: 'signed in', denied: 'sign-in failed' },
  'session.revoked': { ok: 'session ended' },
  'session.reauthenticated': { ok: 'password typed again', denied: 'wrong password typed again' },
  'instance.set_up': { ok: 'instance set up', denied: 'setup denied' },
  'key.used': { ok: 'key used', denied: 'key denied' },
}
const decisions: Record<string, string> = {
  approve: 'approval approved',
  edit: 'approval edited and approved',
  reject: 'approval rejected',
  respond: 'approval answered',
}

/** What was done or tried, as words: `approval.requested` is "approval requested", a decision says which. */
export function actionText({ action, outcome, evidence, object }: AuditEntry): string {
  // Where something was denied for want of a permission, the action is the permission's name.
  const [noun, verb] = action.split('.')
  if (outcome === 'denied' && /^(endpoint|permission)$/.test(object.type))
    return `tried to ${inWords(verb ?? '')} ${inWords(noun ?? '')}`
  const decision = action === 'approval.decided' ? decisions[String(fields(evidence).kind)] : undefined
  const words = decision ?? actionTexts[action]?.[outcome] ?? actionTexts[action]?.ok
  return words ?? inWords(action)
}

export interface Change {
  name: string
  /** What people call the field. */
  label: string
  before: unknown
  after: unknown
}

/** Fields that differ between before and after, in words; everything where there is only one of the two. */
export function changesOf(
  { before, after, object: { type } }: Pick<AuditEntry, 'before' | 'after' | 'object'>,
  labels: FieldLabels,
): Change[] {
  const [old, now] = [fields(before), fields(after)]
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter(name => JSON.stringify(old[name]) !== JSON.stringify(now[name]))
    .map(name => ({
      name,
      label: fieldInWords(labels, type, name),
      before: valueInWords(type, name, old[name]),
      after: valueInWords(type, name, now[name]),
    }))
}

/** An empty field in one line. */
const says = ({ before, after }: Change) => (before ?? after ?? null) !== null

const fields = (value: unknown): Record<string, unknown> => {
  if (value === null || value === undefined) return {}
  return typeof value === 'object' && !Array.isArray(value) ? { ...value } : { value }
}

/** A digest or a document would fill the row; it is shown in the opened entry. */
const isLong = ({ before, after }: Change) => Math.max(short(before).length, short(after).length) > 32

/** One line: `delete_resource: status waiting → approved`, `role viewer`, or why it was denied. */
export function summaryOf(entry: AuditEntry, labels: FieldLabels): string {
  const { account, ownRequest, reason, suppressed, tool } = fields(entry.evidence)
  const subject = [tool, account].find(one => typeof one === 'string')
  const about = subject === undefined ? '' : `${short(subject)}: `
  if (entry.outcome === 'denied')
    return `${about}${short(reason, 400)}${suppressed ? ` (${short(suppressed)} more like it)` : ''}`
  return about + changed(changesOf(entry, labels).filter(says)) + (ownRequest === true ? ' (own request)' : '')
}

function changed(changes: readonly Change[]): string {
  const brief = changes.filter(change => !isLong(change))
  // The revision is left out: everything else that changed shows that there is a new one.
  const telling = brief.filter(change => change.name !== 'revision')
  return ([telling, brief].find(some => some.length > 0) ?? changes)
    .slice(0, 3)
    .map(({ label, before, after }) =>
      before === undefined ? `${label} ${short(after)}` : `${label} ${short(before)} → ${short(after)}`,
    )
    .join(', ')
}

/** A value in a few characters; nothing is a dash. */
export function short(value: unknown, most = 48): string {
  if (value === undefined || value === null || value === '') return '–'
  if (Array.isArray(value) && value.length === 0) return 'none'
  const words = Array.isArray(value) && value.every(one => typeof one === 'string')
  const text = words ? value.join(', ') : typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}
