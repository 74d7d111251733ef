import type { Metadata } from 'next'
import { RunScreen } from '#components/evals/run-screen.tsx'
import { nameInPath } from '#lib/shared/name-in-path.ts'

export const metadata: Metadata = { title: 'Eval run' }

interface Props {
  params: Promise<{ runId: string }>
}

export default async function EvalRunPage({ params }: Props) {
  return <RunScreen runId={nameInPath((await params).runId)} />
}
