import type { Metadata } from 'next'
import { RagScreen } from '#components/rag/rag-screen.tsx'

export const metadata: Metadata = { title: 'RAG checks' }

export default function RagPage() {
  return <RagScreen />
}
