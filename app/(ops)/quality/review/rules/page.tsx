import type { Metadata } from 'next'
import { RulesScreen } from '#components/review/rules-screen.tsx'
import { reviewRuleFields } from '#lib/domain/review/schemas.ts'
import { formFields } from '#lib/shared/config/form-fields.ts'

export const metadata: Metadata = { title: 'Review rules' }

export default function ReviewRulesPage() {
  return <RulesScreen fields={formFields(reviewRuleFields)} />
}
