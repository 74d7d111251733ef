import { formFields } from '#lib/shared/config/form-fields.ts'
import { kinds } from './kinds.ts'

/** By the name of a kind, as the audit has it: what its form calls each field. */
export const fieldLabels = (): Record<string, Record<string, string>> =>
  Object.fromEntries(
    [...kinds.values()].map(({ contracts: { name, fields } }) => [
      name,
      Object.fromEntries(formFields(fields).map(field => [field.name, field.label])),
    ]),
  )
