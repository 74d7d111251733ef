import type { Metadata } from 'next'
import { DeniedHere } from '#components/permits/denied-here.tsx'
import { RunPage } from '#components/traces/run-page.tsx'

interface Props {
  params: Promise<{ runKey: string }>
}

/** Next does not decode escapes in the address. */
const keyOf = async ({ params }: Props) => decodeURIComponent((await params).runKey)

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: `Run ${(await keyOf(props)).slice(0, 24)}` }
}

export default async function OneRunPage(props: Props) {
  const runId = await keyOf(props)
  return <RunPage runId={runId} denied={<DeniedHere of={{ runId }} />} />
}
