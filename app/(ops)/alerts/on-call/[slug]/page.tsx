import type { Metadata } from 'next'
import { OnCallPage } from '#components/alerts/on-call-page.tsx'
import { onCallFields } from '#lib/domain/on-call/schemas.ts'
import { formFields } from '#lib/shared/config/form-fields.ts'
import { nameInPath, nameInTitle } from '#lib/shared/name-in-path.ts'

interface Props {
  params: Promise<{ slug: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `On-call rule ${nameInTitle(nameInPath((await params).slug))}` }
}

export default async function OneOnCallPage({ params }: Props) {
  return <OnCallPage slug={nameInPath((await params).slug)} fields={formFields(onCallFields)} />
}
