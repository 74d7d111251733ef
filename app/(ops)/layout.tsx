import type { ReactNode } from 'react'
import { PasswordGate } from '#components/access/password-gate.tsx'
import { SignInGate } from '#components/access/sign-in-gate.tsx'
import { WaitingCount } from '#components/approvals/waiting-count.tsx'
import { WaitingInPalette } from '#components/approvals/waiting-in-palette.tsx'
import { DemoMark } from '#components/demo/demo-mark.tsx'
import { AppShell } from '#components/shell/app-shell.tsx'
import { placeOfPage, requireUser } from '#lib/domain/access/page-session.ts'
import { listProjects } from '#lib/domain/projects/index.ts'
import { BreakersCount, IncidentsCount, ProjectOffBar } from './at-rest.tsx'

export default async function OpsLayout({ children }: { children: ReactNode }) {
  const ctx = await requireUser()
  const { actor, projectId } = ctx
  const user = { id: actor.id ?? '', label: actor.label, role: actor.kind === 'user' ? actor.role : 'viewer' } as const
  const place = await placeOfPage()
  const { items } = await listProjects(ctx, { query: { limit: 200 } })
  const projects = items.map(({ id, slug, name, demo }) => ({ id, slug, name, demo }))
  const project = projects.find(({ id }) => id === projectId) ?? {
    id: projectId,
    slug: projectId,
    name: projectId,
    demo: false,
  }
  return (
    <AppShell
      user={user}
      project={project}
      projects={projects}
      place={place}
      badges={{ approvals: <WaitingCount />, breakers: <BreakersCount />, incidents: <IncidentsCount /> }}
      demo={<DemoMark />}
      found={<WaitingInPalette />}
    >
      <ProjectOffBar />
      {children}
      <PasswordGate />
      <SignInGate userId={user.id} />
    </AppShell>
  )
}
