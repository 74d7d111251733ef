import type { Navigation } from '#lib/shared/navigation.ts'

const traceId = /^[0-9a-f]{32}$/i

export const navigation: Navigation = {
  sideBar: { Observe: [{ id: 'traces', label: 'Traces', href: '/traces', icon: 'tree', goKey: 't' }] },
  shortcuts: {
    title: 'Traces',
    keys: [
      ['/', 'Search'],
      ['f', 'Filter'],
      ['j / k', 'Next, previous row, or call in the graph'],
      ['⏎', 'Open'],
      ['e', 'Next failure in a trace'],
      ['Esc', 'Close the span'],
    ],
  },
  find: words =>
    traceId.test(words)
      ? { label: `Open trace ${words.slice(0, 8)}…`, href: `/traces/${words}`, icon: 'tree' }
      : { label: `Search traces for “${words}”`, href: `/traces?text=${encodeURIComponent(words)}`, icon: 'tree' },
}
