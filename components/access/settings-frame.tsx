import type { ReactNode } from 'react'
import { PagesFrame } from '#components/shell/pages-frame.tsx'

const pages = [
  { href: '/settings/account', label: 'Your account' },
  { href: '/settings/members', label: 'Members' },
  { href: '/settings/keys', label: 'API keys' },
  { href: '/settings/projects', label: 'Projects' },
  { href: '/settings/configuration', label: 'Configuration' },
]

/** The pages of the settings. */
export function SettingsFrame({ fill, children }: { fill?: boolean; children: ReactNode }) {
  return (
    <PagesFrame title="Settings" pages={pages} fill={fill}>
      {children}
    </PagesFrame>
  )
}
