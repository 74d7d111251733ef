import type { Metadata } from 'next'
import { PromptList } from '#components/prompts/prompt-list.tsx'

export const metadata: Metadata = { title: 'Prompts' }

export default function PromptsPage() {
  return <PromptList />
}
