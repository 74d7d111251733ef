'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { PageFrame } from '#components/shell/page-frame.tsx'
import styles from './settings-frame.module.css'

const pages = [
  { href: '/settings/account', label: 'Your account' },
  { href: '/settings/members', label: 'Members' },
  { href: '/settings/keys', label: 'API keys' },
]

/** The pages of the settings, one beside the other. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const path = usePathname()
  return (
    <PageFrame title="Settings">
      <nav className={styles.pages} aria-label="Settings">
        {pages.map(({ href, label }) => (
          <Link key={href} href={href} aria-current={path === href ? 'page' : undefined}>
            {label}
          </Link>
        ))}
      </nav>
      {children}
    </PageFrame>
  )
}
