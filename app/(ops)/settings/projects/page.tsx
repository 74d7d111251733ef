import type { Metadata } from 'next'
import { ProjectsScreen } from '#components/access/projects-screen.tsx'
import { ProjectSwitch } from '#components/agents/project-switch.tsx'
import { DemoButton } from '#components/demo/demo-button.tsx'

export const metadata: Metadata = { title: 'Projects' }

export default function ProjectsPage() {
  return <ProjectsScreen demo={<DemoButton />} stop={<ProjectSwitch />} />
}
