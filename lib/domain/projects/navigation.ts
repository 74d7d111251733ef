import type { Navigation } from '#lib/shared/navigation.ts'

export const navigation: Navigation = {
  more: [{ id: 'projects', label: 'Projects', href: '/settings/projects', icon: 'settings' }],
}
