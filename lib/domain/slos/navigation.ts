import type { Navigation } from '#lib/shared/navigation.ts'

export const navigation: Navigation = {
  sideBar: { Observe: [{ id: 'slos', label: 'Service levels', href: '/slos', icon: 'target', goKey: 'v' }] },
}
