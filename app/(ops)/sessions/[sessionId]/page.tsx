import type { Metadata } from 'next'
import { SessionPage } from '#components/traces/session-page.tsx'

interface Props {
  params: Promise<{ sessionId: string }>
}

/** Next does not decode escapes in the address. */
const idOf = async ({ params }: Props) => decodeURIComponent((await params).sessionId)

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: `Session ${(await idOf(props)).slice(0, 24)}` }
}

export default async function OneSessionPage(props: Props) {
  return <SessionPage sessionId={await idOf(props)} />
}
