import type { Navigation } from '#lib/shared/navigation.ts'

export const navigation: Navigation = {
  sideBar: { Ship: [{ id: 'pipelines', label: 'Pipelines', href: '/pipelines', icon: 'tree', goKey: 'j' }] },
}
