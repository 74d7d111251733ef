import type { Navigation } from '#lib/shared/navigation.ts'

export const navigation: Navigation = {
  sideBar: { Act: [{ id: 'breakers', label: 'Breakers', href: '/breakers', icon: 'breaker', goKey: 'b' }] },
}
