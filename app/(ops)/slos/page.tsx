import type { Metadata } from 'next'
import { SloList } from '#components/slos/slo-list.tsx'

export const metadata: Metadata = { title: 'Service levels' }

export default function SlosPage() {
  return <SloList />
}
