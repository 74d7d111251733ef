'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { PageFrame } from '#components/shell/page-frame.tsx'
import styles from './docs.module.css'

const pages = [
  { href: '/docs/connect', label: 'Connect an agent' },
  { href: '/docs/api', label: 'API reference' },
]

/** The pages for whoever writes an agent. */
export function DocsFrame({ children }: { children: ReactNode }) {
  const path = usePathname()
  return (
    <PageFrame title="Documentation">
      <nav className={styles.pages} aria-label="Documentation">
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
