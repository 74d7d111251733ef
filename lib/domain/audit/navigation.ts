import type { Navigation } from '#lib/shared/navigation.ts'

export const navigation: Navigation = {
  sideBar: { Govern: [{ id: 'audit', label: 'Audit', href: '/audit', icon: 'history', goKey: 'u' }] },
  shortcuts: {
    title: 'Audit',
    keys: [
      ['/', 'Search'],
      ['f', 'Filter'],
    ],
  },
}
