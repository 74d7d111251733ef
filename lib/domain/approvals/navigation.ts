import type { Navigation } from '#lib/shared/navigation.ts'

export const navigation: Navigation = {
  sideBar: { Act: [{ id: 'approvals', label: 'Approvals', href: '/approvals', icon: 'hand', goKey: 'a' }] },
  shortcuts: {
    title: 'Approvals',
    keys: [
      ['/', 'Search or jump to'],
      ['f', 'Environment'],
      ['j / k', 'Next, previous request'],
      ['a', 'Approve'],
      ['e', 'Edit the arguments'],
      ['r', 'Reject'],
      ['⌘ ⏎', 'Confirm'],
      ['Esc', 'Back'],
    ],
  },
}
