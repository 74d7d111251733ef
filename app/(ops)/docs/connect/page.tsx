import type { Metadata } from 'next'
import { readGuide } from '#components/docs/read-guide.ts'
import { snippetsOf } from '#components/docs/snippets.ts'
import { ConnectPage } from './screen.tsx'

export const metadata: Metadata = { title: 'Connect an agent' }

export default async function Page() {
  const guide = await readGuide('frameworks')
  return <ConnectPage snippets={snippetsOf(guide?.text ?? '')} />
}
