import type { Metadata } from 'next'
import { RunbooksScreen } from '#components/runbooks/runbooks-screen.tsx'
import { runbookFields } from '#lib/domain/runbooks/schemas.ts'
import { formFields } from '#lib/shared/config/form-fields.ts'

export const metadata: Metadata = { title: 'Runbooks' }

export default function RunbooksPage() {
  return <RunbooksScreen fields={formFields(runbookFields)} />
}
