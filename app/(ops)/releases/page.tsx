import type { Metadata } from 'next'
import { ReleasesScreen } from '#components/releases/releases-screen.tsx'

export const metadata: Metadata = { title: 'Releases' }

export default function ReleasesPage() {
  return <ReleasesScreen />
}
