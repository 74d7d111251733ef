import type { FormField } from './form-fields.ts'

/** What the inputs of a form hold. */
export type FormValue = string | boolean | readonly string[] | { readonly [name: string]: FormValue }
export type FormValues = Record<string, FormValue>

/** An object as its form shows it: what is absent is empty. */
export function valuesOf(fields: readonly FormField[], object: Readonly<Record<string, unknown>>): FormValues {
  return Object.fromEntries(fields.map(field => [field.name, shown(field, object[field.name])]))
}

function shown(field: FormField, value: unknown): FormValue {
  switch (field.input) {
    case 'switch':
      return value === true
    case 'list':
      return Array.isArray(value) ? value.map(String) : []
    case 'group':
      return valuesOf(field.fields, (value ?? {}) as Record<string, unknown>)
    case 'json':
      return value === null || value === undefined ? '' : JSON.stringify(value, null, 2)
    default:
      return value === null || value === undefined ? '' : String(value)
  }
}

/** What a form sends: empty is absent, so that it takes its default. */
export function bodyOf(fields: readonly FormField[], values: FormValues): Record<string, unknown> {
  const entries = fields.map(field => [field.name, sent(field, values[field.name])] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function sent({ input, fields, numeric, optional }: FormField, value: FormValue | undefined): unknown {
  if (input === 'group') {
    const body = bodyOf(fields, (value ?? {}) as FormValues)
    return Object.keys(body).length === 0 ? undefined : body
  }
  // A list that is left empty is absent: where one entry is needed at least, empty is no list.
  if (Array.isArray(value) && value.length === 0 && optional) return undefined
  if (typeof value !== 'string') return value
  if (value.trim() === '') return undefined
  if (input === 'number' || numeric) return Number(value)
  return input === 'json' ? JSON.parse(value) : value
}

/** What is wrong with a form before it is sent, by field: only what its text cannot mean. */
export function faultsOf(fields: readonly FormField[], values: FormValues): Record<string, string> {
  const faults: Record<string, string> = {}
  for (const { name, input, label } of fields) {
    const text = values[name]
    if (typeof text !== 'string' || text.trim() === '') continue
    if (input === 'number' && Number.isNaN(Number(text))) faults[name] = `${label} is a number.`
    if (input === 'json' && !isJson(text)) faults[name] = 'This is not JSON.'
  }
  return faults
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
