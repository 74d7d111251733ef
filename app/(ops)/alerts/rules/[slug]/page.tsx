import type { Metadata } from 'next'
import { RulePage } from '#components/alerts/rule-page.tsx'
import { alertDimensions } from '#lib/domain/alerts/measures.ts'
import { alertFields } from '#lib/domain/alerts/schemas.ts'
import { formFields } from '#lib/shared/config/form-fields.ts'
import { nameInPath, nameInTitle } from '#lib/shared/name-in-path.ts'

interface Props {
  params: Promise<{ slug: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Alert rule ${nameInTitle(nameInPath((await params).slug))}` }
}

export default async function OneRulePage({ params }: Props) {
  return (
    <RulePage slug={nameInPath((await params).slug)} fields={formFields(alertFields)} dimensions={alertDimensions} />
  )
}
