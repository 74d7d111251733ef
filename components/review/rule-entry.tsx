'use client'

import { ConfigForm } from '#components/kit/config/config-form.tsx'
import { RefusedEntry } from '#components/kit/config/refused-entry.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { reviewRuleConfig } from '#lib/domain/review-rules/contract.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import styles from './review.module.css'
import { picksText, type StoredRule } from './rule-rows.tsx'

interface Props {
  slug: string
  fields: readonly FormField[]
  /** Null: it is a new one. */
  rule: StoredRule | null
  refusal: string | null
  onClose: () => void
}

const fresh = { revision: 0, pick: 'sample', answer: 'five', enabled: true }

/** One rule as a form, or in words for who may not change it. */
export function RuleEntry({ slug, fields, rule, refusal, onClose }: Props) {
  return (
    <section className={styles.entry} aria-label={`Rule ${slug}`}>
      <h2>
        <VisibleText text={slug} />
      </h2>
      {refusal ? (
        <>
          <p>{rule ? <VisibleText text={picksText(rule)} /> : 'There is no such rule.'}</p>
          <RefusedEntry why={refusal} onClose={onClose} />
        </>
      ) : (
        <ConfigForm
          kind={reviewRuleConfig}
          slug={slug}
          fields={fields}
          object={rule ? { ...rule } : fresh}
          exists={rule !== null}
          deletion={{
            action: `Delete the rule ${slug}`,
            effect: 'It picks nothing any more. What it picked still waits, and its scores stay.',
          }}
          onDone={onClose}
          onCancel={onClose}
        />
      )}
    </section>
  )
}
