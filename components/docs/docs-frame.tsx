import type { ReactNode } from 'react'
import { PagesFrame } from '#components/shell/pages-frame.tsx'
import { guides } from './guides.ts'

const pages = [
  { href: '/docs/connect', label: 'Connect an agent' },
  { href: '/docs/api', label: 'API reference' },
  ...guides.map(({ slug, label }) => ({ href: `/docs/${slug}`, label })),
]

/** The pages for whoever writes an agent or runs Holdpoint. */
export function DocsFrame({ children }: { children: ReactNode }) {
  return (
    <PagesFrame title="Documentation" pages={pages} many>
      {children}
    </PagesFrame>
  )
}
