'use client'

import { ListedEntry } from '#components/kit/config/listed-entry.tsx'
import { guardrailConfig } from '#lib/domain/guardrails/contract.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import type { StoredGuardrail } from './use-guardrails.ts'

interface Props {
  slug: string
  fields: readonly FormField[]
  /** Null: it is a new one. */
  guardrail: StoredGuardrail | null
  denial: string | null
  onClose: () => void
}

const fresh = {
  stage: 'output',
  check: 'secrets',
  action: 'redact',
  severity: 'warning',
  enabled: true,
  onError: 'block',
  settings: {},
}

/** One guardrail as a form. */
export function GuardrailEntry({ guardrail, ...entry }: Props) {
  return (
    <ListedEntry
      {...entry}
      one="Guardrail"
      kind={guardrailConfig}
      stored={guardrail}
      fresh={fresh}
      deletion={{
        action: `Delete the guardrail ${entry.slug}`,
        effect: 'It checks nothing any more. Its findings stay.',
      }}
      changes={[guardrailConfig.list]}
    />
  )
}
