import type { Navigation } from '#lib/shared/navigation.ts'

export const navigation: Navigation = {
  sideBar: { Overview: [{ id: 'overview', label: 'Overview', href: '/', icon: 'dashboard', goKey: 'o' }] },
}
