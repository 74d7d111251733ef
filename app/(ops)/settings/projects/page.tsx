import type { Metadata } from 'next'
import { ProjectsScreen } from '#components/access/projects-screen.tsx'

export const metadata: Metadata = { title: 'Projects' }

export default function ProjectsPage() {
  return <ProjectsScreen />
}
