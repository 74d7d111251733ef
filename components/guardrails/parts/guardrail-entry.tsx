'use client'

import { useQueryClient } from '@tanstack/react-query'
import { ConfigForm } from '#components/kit/config/config-form.tsx'
import { RefusedEntry } from '#components/kit/config/refused-entry.tsx'
import styles from '#components/kit/registered.module.css'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { guardrailConfig } from '#lib/domain/guardrails/contract.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import type { StoredGuardrail } from './use-guardrails.ts'

interface Props {
  slug: string
  fields: readonly FormField[]
  /** Null: it is a new one. */
  guardrail: StoredGuardrail | null
  refusal: string | null
  onClose: () => void
}

const fresh = {
  revision: 0,
  stage: 'output',
  check: 'secrets',
  action: 'redact',
  severity: 'warning',
  enabled: true,
  onError: 'block',
  settings: {},
}

/** One guardrail as a form. */
export function GuardrailEntry({ slug, fields, guardrail, refusal, onClose }: Props) {
  const client = useQueryClient()
  const close = async () => {
    await client.invalidateQueries({ queryKey: [guardrailConfig.list.id] })
    onClose()
  }
  return (
    <section className={styles.entry} aria-label={`Guardrail ${slug}`}>
      <h3>
        <VisibleText text={slug} />
      </h3>
      {refusal ? (
        <RefusedEntry why={refusal} onClose={onClose} />
      ) : (
        <ConfigForm
          kind={guardrailConfig}
          slug={slug}
          fields={fields}
          object={guardrail ? { ...guardrail } : fresh}
          held={guardrail !== null}
          deletion={{
            action: `Delete the guardrail ${slug}`,
            effect: 'It looks at nothing any more. What it found stays.',
          }}
          onDone={() => void close()}
          onCancel={onClose}
        />
      )}
    </section>
  )
}
