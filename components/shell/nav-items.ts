import {
  IconApi,
  IconHandStop,
  IconHistory,
  IconKey,
  IconListTree,
  IconPlugConnected,
  IconSettings,
  IconUserCircle,
  IconUsers,
} from '@tabler/icons-react'

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
  {
    label: 'Govern',
    items: [
      { id: 'audit', label: 'Audit', href: '/audit', icon: IconHistory, goKey: 'u' },
      { id: 'settings', label: 'Settings', href: '/settings', icon: IconSettings, goKey: 's' },
    ],
  },
]

/** Places that the palette and the keyboard know beside the side bar's. */
export const morePlaces: (Omit<NavItem, 'goKey'> & { goKey?: string })[] = [
  { id: 'keys', label: 'API keys', href: '/settings/keys', icon: IconKey, goKey: 'k' },
  { id: 'members', label: 'Members', href: '/settings/members', icon: IconUsers, goKey: 'm' },
  { id: 'account', label: 'Your account', href: '/settings/account', icon: IconUserCircle },
  { id: 'connect', label: 'Connect an agent', href: '/docs/connect', icon: IconPlugConnected },
  { id: 'api', label: 'API reference', href: '/docs/api', icon: IconApi },
]

export const navItems = navGroups.flatMap(group => group.items)
