import type { Metadata } from 'next'
import { ConnectScreen } from '#components/docs/connect-screen.tsx'

export const metadata: Metadata = { title: 'Connect an agent' }

export default function Page() {
  return <ConnectScreen />
}
