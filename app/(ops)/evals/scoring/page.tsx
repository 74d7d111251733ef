import type { Metadata } from 'next'
import { ScoringScreen } from '#components/evals/scoring-screen.tsx'
import { scoringRuleFields } from '#lib/domain/scoring-rules/schemas.ts'
import { formFields } from '#lib/shared/config/form-fields.ts'

export const metadata: Metadata = { title: 'Live scoring' }

export default function LiveScoringPage() {
  return <ScoringScreen fields={formFields(scoringRuleFields)} />
}
