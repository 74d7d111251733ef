import type { Action } from '#lib/domain/runbooks/schemas.ts'

/** A step in the form. The names that an action needs are one text, with commas between several. */
export interface StepRow {
  text: string
  kind: Action['kind'] | ''
  names: string
}

interface Stored {
  text?: unknown
  action?: { kind?: unknown; breaker?: unknown; channels?: unknown; tool?: unknown } | null
}

/** What kind of name an action needs. Null: none. */
export const nameOfAction: Record<Action['kind'], string | null> = {
  'force-open': 'Breaker; empty: that of the incident',
  'stop-agent': null,
  notify: 'Channels, with commas between them',
  'roll-back': 'Action that is asked for; empty: roll_back_release',
}
export const actionKinds = Object.keys(nameOfAction) as Action['kind'][]

/** The steps of a form field, which holds JSON. A text that is not JSON has no steps. */
export function rowsOf(json: string): StepRow[] {
  try {
    const steps: unknown = JSON.parse(json || '[]')
    return Array.isArray(steps) ? steps.map(toRow) : []
  } catch {
    return []
  }
}

function toRow({ text, action }: Stored): StepRow {
  const kind = actionKinds.find(one => one === action?.kind) ?? ''
  const names = [action?.breaker, action?.tool, action?.channels].flat().filter(name => typeof name === 'string')
  return { text: typeof text === 'string' ? text : '', kind, names: names.join(', ') }
}

/** The same as JSON, in the form of the API. */
export const jsonOf = (rows: readonly StepRow[]): string =>
  JSON.stringify(rows.map(({ text, kind, names }) => ({ text, action: kind === '' ? null : actionOf(kind, names) })))

function actionOf(kind: Action['kind'], names: string): object {
  const given = names
    .split(',')
    .map(name => name.trim())
    .filter(Boolean)
  if (kind === 'force-open') return { kind, breaker: given[0] ?? null }
  if (kind === 'notify') return { kind, channels: given }
  if (kind === 'roll-back') return { kind, ...(given[0] ? { tool: given[0] } : {}) }
  return { kind }
}
