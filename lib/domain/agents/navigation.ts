import type { Navigation } from '#lib/shared/navigation.ts'

export const navigation: Navigation = {
  sideBar: { Observe: [{ id: 'agents', label: 'Agents', href: '/agents', icon: 'agent', goKey: 'g' }] },
}
