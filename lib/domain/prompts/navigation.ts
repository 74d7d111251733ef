import type { Navigation } from '#lib/shared/navigation.ts'

export const navigation: Navigation = {
  sideBar: {
    Ship: [{ id: 'prompts', label: 'Prompts', href: '/prompts', icon: 'quote', goKey: 'p' }],
  },
}
