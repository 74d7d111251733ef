import type { Navigation } from '#lib/shared/navigation.ts'

export const navigation: Navigation = {
  sideBar: {
    Observe: [{ id: 'quality', label: 'Quality', href: '/quality', icon: 'star', goKey: 'q' }],
  },
}
