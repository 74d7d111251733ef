import type { Metadata } from 'next'
import { AgentPage } from '#components/agents/agent-page.tsx'
import { agentFields } from '#lib/domain/agents/schemas.ts'
import { formFields } from '#lib/shared/config/form-fields.ts'
import { nameInPath, nameInTitle } from '#lib/shared/name-in-path.ts'

interface Props {
  params: Promise<{ slug: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Agent ${nameInTitle(nameInPath((await params).slug))}` }
}

export default async function OneAgentPage({ params }: Props) {
  return <AgentPage slug={nameInPath((await params).slug)} fields={formFields(agentFields)} />
}
