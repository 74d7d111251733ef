import type { Navigation } from '#lib/shared/navigation.ts'

export const navigation: Navigation = {
  sideBar: {
    Observe: [{ id: 'quality', label: 'Quality', href: '/quality', icon: 'star', goKey: 'q' }],
  },
  more: [{ id: 'review', label: 'Review traces', href: '/quality/review', icon: 'star', goKey: 'r' }],
  shortcuts: {
    title: 'Review',
    keys: [
      ['1 – 5 / y n', 'Answer'],
      ['c', 'Comment'],
      ['s', 'Skip'],
      ['→', 'Next, and leave it to others'],
    ],
  },
}
