/** The pages about evals, one beside the other. */
export const evalPages = [
  { href: '/evals', label: 'Suites and runs' },
  { href: '/evals/judges', label: 'Judges' },
  { href: '/evals/scoring', label: 'Live scoring' },
]
