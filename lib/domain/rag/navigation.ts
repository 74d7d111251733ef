import type { Navigation } from '#lib/shared/navigation.ts'

export const navigation: Navigation = {
  sideBar: {
    Ship: [{ id: 'rag', label: 'RAG checks', href: '/rag', icon: 'database', goKey: 'h' }],
  },
}
