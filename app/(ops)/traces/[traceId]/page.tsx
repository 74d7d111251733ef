import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { AddScenario } from '#components/evals/add-scenario.tsx'
import { RefusedHere } from '#components/permits/refused-here.tsx'
import { TracePage } from '#components/traces/trace-page.tsx'

interface Props {
  params: Promise<{ traceId: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Trace ${(await params).traceId.slice(0, 8)}` }
}

export default async function OneTracePage({ params }: Props) {
  const { traceId } = await params
  const lower = traceId.toLowerCase()
  if (!/^[0-9a-f]{32}$/.test(lower)) notFound()
  return (
    <TracePage
      traceId={lower}
      refused={<RefusedHere of={{ traceId: lower }} />}
      actions={<AddScenario traceId={lower} />}
    />
  )
}
