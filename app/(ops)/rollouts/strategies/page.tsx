import type { Metadata } from 'next'
import { RulesScreen } from '#components/rollouts/rules-screen.tsx'
import { freezeFields, strategyFields } from '#lib/domain/rollouts/schemas.ts'
import { formFields } from '#lib/shared/config/form-fields.ts'

export const metadata: Metadata = { title: 'Strategies and freezes' }

export default function StrategiesPage() {
  return <RulesScreen strategyFields={formFields(strategyFields)} freezeFields={formFields(freezeFields)} />
}
