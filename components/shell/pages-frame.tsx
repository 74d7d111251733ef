'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { type ReactNode, useEffect, useRef } from 'react'
import { PageFrame } from './page-frame.tsx'
import styles from './pages-frame.module.css'

interface Props {
  title: string
  pages: readonly { href: string; label: string }[]
  /** Beside the title: the scope of the page. */
  tools?: ReactNode
  /** The children take the height that is left, and scroll by themselves. */
  fill?: boolean
  children: ReactNode
}

/** A few pages under one title, one beside the other. */
export function PagesFrame({ title, pages, tools, fill = false, children }: Props) {
  const path = usePathname()
  const line = useRef<HTMLElement>(null)
  useEffect(() => {
    // Of a line that scrolls, the current page must be in sight. It may scroll nothing else.
    const current = line.current?.querySelector<HTMLElement>(`[href="${CSS.escape(path)}"]`)
    if (line.current && current) line.current.scrollLeft = current.offsetLeft - line.current.clientWidth / 3
  }, [path])
  return (
    <PageFrame title={title} tools={tools}>
      <div className={fill ? styles.filled : undefined}>
        <nav ref={line} className={styles.pages} aria-label={title}>
          {pages.map(({ href, label }) => (
            <Link key={href} href={href} aria-current={path === href ? 'page' : undefined}>
              {label}
            </Link>
          ))}
        </nav>
        {children}
      </div>
    </PageFrame>
  )
}
