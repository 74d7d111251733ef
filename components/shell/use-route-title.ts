import { usePathname } from 'next/navigation'
import { navItems } from './nav-items.ts'

/** Pages that the side bar does not lead to. */
const more = [{ href: '/docs', label: 'Documentation' }]

/** What the page of this path is called, before it is there or when it broke. */
export function useRouteTitle(): string {
  const path = usePathname()
  const place = [...navItems, ...more].find(({ href }) => path === href || path.startsWith(`${href}/`))
  return place?.label ?? 'Holdpoint'
}
