import { IconHandStop, IconKey, IconListTree } from '@tabler/icons-react'

export interface NavItem {
  /** Also the name of its badge. */
  id: string
  label: string
  href: string
  icon: typeof IconKey
  /** Second key after `g`. */
  goKey: string
}

export interface NavGroup {
  label: string
  items: NavItem[]
}

/** What exists, and nothing else: the side bar, the palette and the shortcuts are all made from this. */
export const navGroups: NavGroup[] = [
  {
    label: 'Act',
    items: [{ id: 'approvals', label: 'Approvals', href: '/approvals', icon: IconHandStop, goKey: 'a' }],
  },
  { label: 'Observe', items: [{ id: 'traces', label: 'Traces', href: '/traces', icon: IconListTree, goKey: 't' }] },
  { label: 'Govern', items: [{ id: 'keys', label: 'API keys', href: '/settings/keys', icon: IconKey, goKey: 'k' }] },
]

export const navItems = navGroups.flatMap(group => group.items)
