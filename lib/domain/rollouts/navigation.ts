import type { Navigation } from '#lib/shared/navigation.ts'

export const navigation: Navigation = {
  sideBar: { Ship: [{ id: 'rollouts', label: 'Rollouts', href: '/rollouts', icon: 'stairs', goKey: 'w' }] },
}
