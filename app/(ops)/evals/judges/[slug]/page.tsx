import type { Metadata } from 'next'
import { JudgeScreen } from '#components/evals/judge-screen.tsx'
import { judgeFields } from '#lib/domain/judges/schemas.ts'
import { formFields } from '#lib/shared/config/form-fields.ts'
import { nameInPath } from '#lib/shared/name-in-path.ts'

export const metadata: Metadata = { title: 'Judge' }

interface Props {
  params: Promise<{ slug: string }>
}

export default async function JudgePage({ params }: Props) {
  return <JudgeScreen slug={nameInPath((await params).slug)} fields={formFields(judgeFields)} />
}
