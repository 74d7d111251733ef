'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { useEffect, useState } from 'react'
import { lastProjectCookie } from '#lib/shared/current-project.ts'
import { keepTabProject } from './tab-project.ts'

const yearSeconds = 365 * 86_400

/**
 * Keeps the project of a full page load for as long as the tab shows it: a layout that the server renders again meanwhile
 * knows nothing of this tab, and may speak of another project.
 */
export function useFirst<T extends { project: { slug: string } }>(now: T): T {
  const [first] = useState(() => {
    keepTabProject(now.project.slug)
    return now
  })
  return first
}

/**
 * Keeps the project in the address where a person has several, so that a copied link opens the same one for a
 * colleague, and remembers it for addresses without. A link into another project loads the page anew.
 */
export function useProjectInAddress({ id, slug }: { id: string; slug: string }, several: boolean): void {
  const path = usePathname()
  const named = useSearchParams().get('project')
  useEffect(() => {
    const secure = globalThis.location.protocol === 'https:' ? '; secure' : ''
    // biome-ignore lint/suspicious/noDocumentCookie: not every browser has the Cookie Store
    document.cookie = `${lastProjectCookie}=${slug}; path=/; max-age=${yearSeconds}; samesite=lax${secure}`
  }, [slug])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page may come without the project in its address
  useEffect(() => {
    if (named !== null && named !== slug && named !== id) return globalThis.location.reload()
    if (!several || named === slug) return
    const address = new URL(globalThis.location.href)
    address.searchParams.set('project', slug)
    globalThis.history.replaceState(null, '', address)
  }, [path, named, id, slug, several])
}
