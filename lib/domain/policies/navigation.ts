import type { Navigation } from '#lib/shared/navigation.ts'

export const navigation: Navigation = {
  sideBar: { Govern: [{ id: 'policies', label: 'Policies', href: '/policies', icon: 'clipboard' }] },
}
