/** The pages about money, one beside the other. */
export const costPages = [
  { href: '/costs', label: 'Costs' },
  { href: '/costs/prices', label: 'Prices' },
]
