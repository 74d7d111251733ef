import type { Metadata } from 'next'
import { SuiteScreen } from '#components/evals/suite-screen.tsx'
import { suiteFields } from '#lib/domain/evals/suites/schemas.ts'
import { formFields } from '#lib/shared/config/form-fields.ts'
import { nameInPath } from '#lib/shared/name-in-path.ts'

export const metadata: Metadata = { title: 'Suite' }

interface Props {
  params: Promise<{ slug: string }>
}

export default async function SuitePage({ params }: Props) {
  return <SuiteScreen slug={nameInPath((await params).slug)} fields={formFields(suiteFields)} />
}
