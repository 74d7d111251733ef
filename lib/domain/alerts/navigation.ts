import type { Navigation } from '#lib/shared/navigation.ts'

export const navigation: Navigation = {
  sideBar: { Govern: [{ id: 'alerts', label: 'Alerts', href: '/alerts', icon: 'bell', goKey: 'n' }] },
  more: [
    { id: 'channels', label: 'Channels', href: '/alerts/channels', icon: 'bell' },
    { id: 'on-call', label: 'On-call', href: '/alerts/on-call', icon: 'person' },
  ],
}
