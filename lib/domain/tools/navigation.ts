import type { Navigation } from '#lib/shared/navigation.ts'

export const navigation: Navigation = {
  sideBar: { Observe: [{ id: 'tools', label: 'Tools', href: '/tools', icon: 'tool', goKey: 'l' }] },
}
