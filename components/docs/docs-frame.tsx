'use client'

import { NativeSelect } from '@mantine/core'
import Link from 'next/link'
import { usePathname, useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useRef } from 'react'
import { PageFrame } from '#components/shell/page-frame.tsx'
import styles from './docs-frame.module.css'
import { guideGroups } from './guides.ts'

const first = [
  { href: '/docs/connect', label: 'Connect an agent' },
  { href: '/docs/api', label: 'API reference' },
]

const groups = guideGroups.map(({ label, guides }, at) => ({
  label,
  pages: [...(at === 0 ? first : []), ...guides.map(({ slug, label }) => ({ href: `/docs/${slug}`, label }))],
}))

/** The pages for whoever writes an agent or runs Holdpoint: all of them at the side, or in one field where there is no room. */
export function DocsFrame({ children }: { children: ReactNode }) {
  const path = usePathname()
  const router = useRouter()
  const side = useRef<HTMLElement>(null)
  useEffect(() => {
    // The current page must be in sight in a list that scrolls. It may scroll nothing else.
    const current = side.current?.querySelector<HTMLElement>('[aria-current="page"]')
    if (!side.current || !current) return
    const below = current.offsetTop + current.offsetHeight - side.current.clientHeight
    if (below > side.current.scrollTop) side.current.scrollTop = below + 24
  }, [])
  return (
    <PageFrame title="Documentation">
      <div className={styles.frame}>
        <nav ref={side} className={styles.side} aria-label="Documentation">
          {groups.map(({ label, pages }) => (
            <section key={label}>
              <h2>{label}</h2>
              {pages.map(({ href, label }) => (
                <Link key={href} href={href} aria-current={path === href ? 'page' : undefined}>
                  {label}
                </Link>
              ))}
            </section>
          ))}
        </nav>
        <div className={styles.page}>
          <div className={styles.choice}>
            <NativeSelect
              aria-label="Page of the documentation"
              value={path}
              onChange={event => router.push(event.currentTarget.value)}
              data={groups.map(({ label, pages }) => ({
                group: label,
                items: pages.map(({ href, label }) => ({ value: href, label })),
              }))}
            />
          </div>
          {children}
        </div>
      </div>
    </PageFrame>
  )
}
