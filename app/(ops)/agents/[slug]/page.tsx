import type { Metadata } from 'next'
import { AgentPage } from '#components/agents/agent-page.tsx'
import { AgentLevels } from '#components/slos/agent-levels.tsx'
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
  const slug = nameInPath((await params).slug)
  return <AgentPage slug={slug} fields={formFields(agentFields)} levels={<AgentLevels agent={slug} />} />
}
