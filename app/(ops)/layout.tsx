import type { ReactNode } from 'react'
import { PasswordGate } from '#components/access/password-gate.tsx'
import { WaitingCount } from '#components/approvals/waiting-count.tsx'
import { WaitingInPalette } from '#components/approvals/waiting-in-palette.tsx'
import { AppShell } from '#components/shell/app-shell.tsx'
import { requireUser } from '#lib/domain/access/page-session.ts'

export default async function OpsLayout({ children }: { children: ReactNode }) {
  const { actor, projectId } = await requireUser()
  const user = { label: actor.label, role: actor.kind === 'user' ? actor.role : 'viewer' } as const
  return (
    <AppShell user={user} project={projectId} badges={{ approvals: <WaitingCount /> }} found={<WaitingInPalette />}>
      {children}
      <PasswordGate />
    </AppShell>
  )
}
