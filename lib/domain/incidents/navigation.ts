import type { Navigation } from '#lib/shared/navigation.ts'

export const navigation: Navigation = {
  sideBar: { Act: [{ id: 'incidents', label: 'Incidents', href: '/incidents', icon: 'siren', goKey: 'i' }] },
}
