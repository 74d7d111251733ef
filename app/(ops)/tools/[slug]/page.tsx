import type { Metadata } from 'next'
import { ToolPage } from '#components/tools/tool-page.tsx'
import { toolFields } from '#lib/domain/tools/schemas.ts'
import { formFields } from '#lib/shared/config/form-fields.ts'
import { nameInPath, nameInTitle } from '#lib/shared/name-in-path.ts'

interface Props {
  params: Promise<{ slug: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Tool ${nameInTitle(nameInPath((await params).slug))}` }
}

export default async function OneToolPage({ params }: Props) {
  return <ToolPage slug={nameInPath((await params).slug)} fields={formFields(toolFields)} />
}
