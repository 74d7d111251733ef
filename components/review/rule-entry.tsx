'use client'

import { ConfigForm } from '#components/kit/config/config-form.tsx'
import { DeniedEntry } from '#components/kit/config/denied-entry.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { reviewRuleConfig } from '#lib/domain/review-rules/contract.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import styles from './review.module.css'
import { picksText, type StoredRule } from './rule-rows.tsx'

interface Props {
  slug: string
  fields: readonly FormField[]
  /** Null for a new rule. */
  rule: StoredRule | null
  denial: string | null
  onClose: () => void
}

const fresh = { revision: 0, pick: 'sample', answer: 'five', enabled: true }

/** One rule as a form, or in words for people who may not change it. */
export function RuleEntry({ slug, fields, rule, denial, onClose }: Props) {
  return (
    <section className={styles.entry} aria-label={`Rule ${slug}`}>
      <h2>
        <VisibleText text={slug} />
      </h2>
      {denial ? (
        <>
          <p>{rule ? <VisibleText text={picksText(rule)} /> : 'There is no such rule.'}</p>
          <DeniedEntry why={denial} onClose={onClose} />
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
