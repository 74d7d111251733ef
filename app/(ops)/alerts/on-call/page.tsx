import type { Metadata } from 'next'
import { OnCallScreen } from '#components/alerts/on-call-screen.tsx'

export const metadata: Metadata = { title: 'On-call' }

export default function OnCallListPage() {
  return <OnCallScreen />
}
