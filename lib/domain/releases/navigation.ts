import type { Navigation } from '#lib/shared/navigation.ts'

export const navigation: Navigation = {
  sideBar: { Ship: [{ id: 'releases', label: 'Releases', href: '/releases', icon: 'package', goKey: 'f' }] },
}
