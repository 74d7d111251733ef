import type { Navigation } from '#lib/shared/navigation.ts'

export const navigation: Navigation = {
  sideBar: {
    Observe: [{ id: 'sessions', label: 'Sessions', href: '/sessions', icon: 'messages', goKey: 'e' }],
  },
}
