import type { Metadata } from 'next'
import { RolloutPage } from '#components/rollouts/rollout-page.tsx'
import { nameInPath } from '#lib/shared/name-in-path.ts'

export const metadata: Metadata = { title: 'Rollout' }

interface Props {
  params: Promise<{ id: string }>
}

export default async function OneRolloutPage({ params }: Props) {
  return <RolloutPage id={nameInPath((await params).id)} />
}
