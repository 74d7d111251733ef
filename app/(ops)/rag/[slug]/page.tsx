import type { Metadata } from 'next'
import { PipelinePage } from '#components/rag/pipeline-page.tsx'
import { pipelineFields } from '#lib/domain/rag/schemas.ts'
import { formFields } from '#lib/shared/config/form-fields.ts'
import { nameInPath, nameInTitle } from '#lib/shared/name-in-path.ts'

interface Props {
  params: Promise<{ slug: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `RAG pipeline ${nameInTitle(nameInPath((await params).slug))}` }
}

export default async function OnePipelinePage({ params }: Props) {
  return <PipelinePage slug={nameInPath((await params).slug)} fields={formFields(pipelineFields)} />
}
