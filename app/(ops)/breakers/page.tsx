import type { Metadata } from 'next'
import { ProjectSwitch } from '#components/agents/project-switch.tsx'
import { BreakersScreen } from '#components/permits/breakers-screen.tsx'
import { breakerFields } from '#lib/domain/breakers/schemas.ts'
import { formFields } from '#lib/shared/config/form-fields.ts'

export const metadata: Metadata = { title: 'Breakers' }

export default function BreakersPage() {
  return <BreakersScreen fields={formFields(breakerFields)} stop={<ProjectSwitch />} />
}
