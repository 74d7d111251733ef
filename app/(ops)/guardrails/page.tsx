import type { Metadata } from 'next'
import { GuardrailsScreen } from '#components/guardrails/guardrails-screen.tsx'
import { guardrailFields } from '#lib/domain/guardrails/schemas.ts'
import { formFields } from '#lib/shared/config/form-fields.ts'

export const metadata: Metadata = { title: 'Guardrails' }

export default function GuardrailsPage() {
  return <GuardrailsScreen fields={formFields(guardrailFields)} />
}
