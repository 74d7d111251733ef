import type { Navigation } from '#lib/shared/navigation.ts'

export const navigation: Navigation = {
  sideBar: { Observe: [{ id: 'costs', label: 'Costs', href: '/costs', icon: 'coin', goKey: 'c' }] },
}
