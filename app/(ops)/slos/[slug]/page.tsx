import type { Metadata } from 'next'
import { SloPage } from '#components/slos/slo-page.tsx'
import { sloFields } from '#lib/domain/slos/schemas.ts'
import { formFields } from '#lib/shared/config/form-fields.ts'
import { nameInPath, nameInTitle } from '#lib/shared/name-in-path.ts'

interface Props {
  params: Promise<{ slug: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Service level ${nameInTitle(nameInPath((await params).slug))}` }
}

export default async function OneSloPage({ params }: Props) {
  return <SloPage slug={nameInPath((await params).slug)} fields={formFields(sloFields)} />
}
