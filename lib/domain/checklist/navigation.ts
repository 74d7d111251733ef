import type { Navigation } from '#lib/shared/navigation.ts'

export const navigation: Navigation = {
  sideBar: { Govern: [{ id: 'checklist', label: 'Checklist', href: '/checklist', icon: 'clipboard' }] },
}
