import type { Navigation } from '#lib/shared/navigation.ts'

export const navigation: Navigation = {
  more: [{ id: 'configuration', label: 'Configuration as a file', href: '/settings/configuration', icon: 'settings' }],
}
