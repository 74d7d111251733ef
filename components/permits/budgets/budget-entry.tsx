'use client'

import { ListedEntry } from '#components/kit/config/listed-entry.tsx'
import { budgetConfig } from '#lib/domain/budgets/contract.ts'
import { budgetUseContract } from '#lib/domain/permits/contract.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import { type Kind, kindWords } from './kinds.ts'
import type { StoredBudget } from './use-budgets.ts'

interface Props {
  slug: string
  kind: Kind
  /** Fields of its kind. */
  fields: readonly FormField[]
  /** Null for a new budget. */
  budget: StoredBudget | null
  /** Why this person may not change it, or null. */
  denial: string | null
  onClose: () => void
}

/** The kind is chosen once. The form sends it again unchanged. */
const kindField: FormField = {
  ...{ name: 'kind', label: 'Kind', note: null, input: 'choice', optional: false },
  ...{ options: [], numeric: false, maxLength: null, fields: [] },
}

/** One budget as a form. A new limit applies from the next question on. */
export function BudgetEntry({ kind, fields, budget, ...entry }: Props) {
  return (
    <ListedEntry
      {...entry}
      one="Budget"
      note={
        <span className="hp-muted">
          {kindWords[kind].toLowerCase()} budget · a new limit applies from the next permit request on, in every process
        </span>
      }
      kind={budgetConfig}
      fields={[kindField, ...fields]}
      stored={budget}
      fresh={{ kind, ...(kind === 'period' ? { period: 'day' } : {}) }}
      inputs={{
        kind: () => null,
      }}
      deletion={{
        action: `Delete the budget ${entry.slug}`,
        effect: 'It limits nothing any more. What was spent under it stays counted.',
      }}
      changes={[budgetConfig.list, budgetUseContract]}
    />
  )
}
