import type { Metadata } from 'next'
import { EvalsScreen } from '#components/evals/evals-screen.tsx'

export const metadata: Metadata = { title: 'Evals' }

export default function EvalsPage() {
  return <EvalsScreen />
}
