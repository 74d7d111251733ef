import type { Navigation } from '#lib/shared/navigation.ts'

export const navigation: Navigation = {
  sideBar: { Govern: [{ id: 'budgets', label: 'Budgets', href: '/budgets', icon: 'gauge', goKey: 'd' }] },
}
