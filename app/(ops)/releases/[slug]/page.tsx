import type { Metadata } from 'next'
import { ReleasePage } from '#components/releases/release-page.tsx'
import { nameInPath } from '#lib/shared/name-in-path.ts'

interface Props {
  params: Promise<{ slug: string }>
}

export const metadata: Metadata = { title: 'Release' }

export default async function OneReleasePage({ params }: Props) {
  return <ReleasePage slug={nameInPath((await params).slug)} />
}
