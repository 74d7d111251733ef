import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { AddScenario } from '#components/evals/add-scenario.tsx'
import { DeniedHere } from '#components/permits/denied-here.tsx'
import { TracePage } from '#components/traces/trace-page.tsx'
import { getTraceContract } from '#lib/domain/traces/contract.ts'
import { getTrace, spansOf } from '#lib/domain/traces/index.ts'
import { one, Prefetched, type Read } from '../../prefetched.tsx'

interface Props {
  params: Promise<{ traceId: string }>
}

/** A long trace would be sent twice, as HTML and as data, so the browser reads it itself. */
const mostSpans = 300

const trace =
  (traceId: string): Read =>
  async ctx =>
    (await spansOf(ctx, traceId)) > mostSpans ? [] : one(getTraceContract, getTrace, { params: { traceId } })(ctx)

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Trace ${(await params).traceId.slice(0, 8)}` }
}

export default async function OneTracePage({ params }: Props) {
  const { traceId } = await params
  const lower = traceId.toLowerCase()
  if (!/^[0-9a-f]{32}$/.test(lower)) notFound()
  return (
    <Prefetched reads={[trace(lower)]}>
      <TracePage
        traceId={lower}
        denied={<DeniedHere of={{ traceId: lower }} />}
        actions={<AddScenario traceId={lower} />}
      />
    </Prefetched>
  )
}
