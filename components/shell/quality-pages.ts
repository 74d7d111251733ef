/** The pages about quality, one beside the other. */
export const qualityPages = [
  { href: '/quality', label: 'Quality' },
  { href: '/quality/review', label: 'Review' },
  { href: '/quality/review/rules', label: 'Review rules' },
]
