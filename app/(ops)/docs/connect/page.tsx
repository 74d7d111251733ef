import type { Metadata } from 'next'
import { ConnectPage } from './screen.tsx'

export const metadata: Metadata = { title: 'Connect an agent' }

export default function Page() {
  return <ConnectPage />
}
