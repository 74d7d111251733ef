import type { Metadata } from 'next'
import { IncidentPage } from '#components/incidents/incident-page.tsx'
import { nameInPath } from '#lib/shared/name-in-path.ts'

interface Props {
  params: Promise<{ id: string }>
}

export const metadata: Metadata = { title: 'Incident' }

export default async function OneIncidentPage({ params }: Props) {
  return <IncidentPage id={nameInPath((await params).id)} />
}
