'use client'

import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { ArchiveButton } from '#components/kit/config/archive-button.tsx'
import { ConfigForm } from '#components/kit/config/config-form.tsx'
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
        <p>
          <span className="hp-muted">{refusal}</span>{' '}
          <Button variant="default" size="compact-sm" onClick={onClose}>
            Close
          </Button>
        </p>
      ) : (
        <ConfigForm
          put={guardrailConfig.put}
          slug={slug}
          fields={fields}
          object={guardrail ? { ...guardrail } : fresh}
          action={guardrail ? 'Save' : 'Create'}
          more={
            guardrail ? (
              <ArchiveButton
                archive={guardrailConfig.archive}
                slug={slug}
                revision={guardrail.revision}
                action={`Delete the guardrail ${slug}`}
                onDone={() => void close()}
              >
                It looks at nothing any more. What it found stays.
              </ArchiveButton>
            ) : null
          }
          onDone={() => void close()}
          onCancel={onClose}
        />
      )}
    </section>
  )
}
