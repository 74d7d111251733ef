import type { Metadata } from 'next'
import { InboxScreen } from './screen.tsx'

export const metadata: Metadata = { title: 'Approvals' }

export default function ApprovalsPage() {
  return <InboxScreen />
}
