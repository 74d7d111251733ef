import type { Metadata } from 'next'
import { ReviewPageScreen } from './screen.tsx'

export const metadata: Metadata = { title: 'Review' }

export default function ReviewPage() {
  return <ReviewPageScreen />
}
