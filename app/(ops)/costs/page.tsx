import type { Metadata } from 'next'
import { CostsScreen } from '#components/costs/costs-screen.tsx'

export const metadata: Metadata = { title: 'Costs' }

export default function CostsPage() {
  return <CostsScreen />
}
