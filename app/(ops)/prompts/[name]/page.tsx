import type { Metadata } from 'next'
import { PromptPage } from '#components/prompts/prompt-page.tsx'
import { nameInPath, nameInTitle } from '#lib/shared/name-in-path.ts'

interface Props {
  params: Promise<{ name: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Prompt ${nameInTitle(nameInPath((await params).name))}` }
}

export default async function OnePromptPage({ params }: Props) {
  return <PromptPage name={nameInPath((await params).name)} />
}
