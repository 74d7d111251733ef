import type { Metadata } from 'next'
import { JudgesScreen } from '#components/evals/judges-screen.tsx'

export const metadata: Metadata = { title: 'Judges' }

export default function JudgesPage() {
  return <JudgesScreen />
}
