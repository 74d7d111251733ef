import type { Metadata } from 'next'
import { PoliciesScreen } from '#components/policies/policies-screen.tsx'
import { groupFields, policyFields } from '#lib/domain/policies/schemas.ts'
import { formFields } from '#lib/shared/config/form-fields.ts'

export const metadata: Metadata = { title: 'Policies' }

export default function PoliciesPage() {
  return <PoliciesScreen fields={formFields(policyFields)} groupFields={formFields(groupFields)} />
}
