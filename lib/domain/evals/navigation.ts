import type { Navigation } from '#lib/shared/navigation.ts'

export const navigation: Navigation = {
  sideBar: {
    Ship: [{ id: 'evals', label: 'Evals', href: '/evals', icon: 'checklist', goKey: 'x' }],
  },
  shortcuts: { title: 'One trace, evals', keys: [['n', 'Add the trace to a suite']] },
}
