import type { Navigation } from '#lib/shared/navigation.ts'

export const navigation: Navigation = {
  sideBar: { Govern: [{ id: 'guardrails', label: 'Guardrails', href: '/guardrails', icon: 'shield', goKey: 'y' }] },
}
