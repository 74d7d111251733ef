import type { Navigation } from '#lib/shared/navigation.ts'

export const navigation: Navigation = {
  sideBar: { Govern: [{ id: 'runbooks', label: 'Runbooks', href: '/runbooks', icon: 'book' }] },
}
