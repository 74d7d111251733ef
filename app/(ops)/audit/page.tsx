import type { Metadata } from 'next'
import { AuditScreen } from '#components/audit/audit-screen.tsx'
import { fieldLabels } from '#lib/domain/configuration/index.ts'

export const metadata: Metadata = { title: 'Audit' }

export default function AuditPage() {
  return <AuditScreen labels={fieldLabels()} />
}
