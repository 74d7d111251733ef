import type { ReactNode } from 'react'
import { PagesFrame } from '#components/shell/pages-frame.tsx'

const pages = [
  { href: '/docs/connect', label: 'Connect an agent' },
  { href: '/docs/api', label: 'API reference' },
]

/** The pages for whoever writes an agent. */
export function DocsFrame({ children }: { children: ReactNode }) {
  return (
    <PagesFrame title="Documentation" pages={pages}>
      {children}
    </PagesFrame>
  )
}
