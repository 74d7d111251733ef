import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Guide } from '#components/docs/guide.tsx'
import { readGuide } from '#components/docs/read-guide.ts'

interface Props {
  params: Promise<{ page: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await readGuide((await params).page))?.label }
}

export default async function Page({ params }: Props) {
  const guide = await readGuide((await params).page)
  if (!guide) notFound()
  return <Guide text={guide.text} />
}
