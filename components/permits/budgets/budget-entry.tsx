'use client'

import { useQueryClient } from '@tanstack/react-query'
import { ConfigForm } from '#components/kit/config/config-form.tsx'
import { RefusedEntry } from '#components/kit/config/refused-entry.tsx'
import styles from '#components/kit/registered.module.css'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { budgetConfig } from '#lib/domain/budgets/contract.ts'
import { budgetUseContract } from '#lib/domain/permits/contract.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import { type Kind, kindWords } from './kinds.ts'
import type { StoredBudget } from './use-budgets.ts'

interface Props {
  slug: string
  kind: Kind
  /** Of the kind. */
  fields: readonly FormField[]
  /** Null: it is a new one. */
  budget: StoredBudget | null
  /** Why this person may not change it, or null. */
  refusal: string | null
  onClose: () => void
}

/** The kind is chosen once; the form sends it on. */
const kindField: FormField = {
  ...{ name: 'kind', label: 'Kind', note: null, input: 'choice', optional: false },
  ...{ options: [], numeric: false, maxLength: null, fields: [] },
}

/** One budget as a form. A new limit holds from the next question on. */
export function BudgetEntry({ slug, kind, fields, budget, refusal, onClose }: Props) {
  const client = useQueryClient()
  const close = async () => {
    await Promise.all(
      [budgetConfig.list, budgetUseContract].map(({ id }) => client.invalidateQueries({ queryKey: [id] })),
    )
    onClose()
  }
  return (
    <section className={styles.entry} aria-label={`Budget ${slug}`}>
      <h3>
        <VisibleText text={slug} /> <span className="hp-muted">{kindWords[kind].toLowerCase()} budget</span>
      </h3>
      {refusal ? (
        <RefusedEntry why={refusal} onClose={onClose} />
      ) : (
        <ConfigForm
          kind={budgetConfig}
          slug={slug}
          fields={[kindField, ...fields]}
          object={budget ? { ...budget } : { revision: 0, kind, ...(kind === 'period' ? { period: 'day' } : {}) }}
          inputs={{
            kind: () => <p className="hp-muted">A new limit holds from the next question on, in every process.</p>,
          }}
          held={budget !== null}
          deletion={{
            action: `Delete the budget ${slug}`,
            effect: 'It limits nothing any more. What was spent under it stays counted.',
          }}
          onDone={() => void close()}
          onCancel={onClose}
        />
      )}
    </section>
  )
}
