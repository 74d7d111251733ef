import type { Navigation } from '#lib/shared/navigation.ts'

export const navigation: Navigation = {
  sideBar: { Govern: [{ id: 'settings', label: 'Settings', href: '/settings', icon: 'settings', goKey: 's' }] },
  more: [
    { id: 'keys', label: 'API keys', href: '/settings/keys', icon: 'key', goKey: 'k' },
    { id: 'members', label: 'Members', href: '/settings/members', icon: 'people', goKey: 'm' },
    { id: 'account', label: 'Your account', href: '/settings/account', icon: 'person' },
  ],
}
