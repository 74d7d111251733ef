/** The pages about rollouts, one beside the other. */
export const rolloutPages = [
  { href: '/rollouts', label: 'Rollouts' },
  { href: '/rollouts/strategies', label: 'Strategies and freezes' },
]
