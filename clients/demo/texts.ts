/** What the fleet talks about. Invented, like everything in it. */

export const customers = Array.from({ length: 40 }, (_, n) => `customer-${1201 + n * 7}`)

interface Question {
  tag: string
  question: string
  answer: string
  /** A tool that the answer needs. */
  tool: string | null
}

export const questions: readonly Question[] = [
  {
    tag: 'delivery',
    question: 'Where is my order? It should have been here on Tuesday.',
    answer: 'It left our warehouse yesterday and will be with you tomorrow before noon.',
    tool: 'lookup_order',
  },
  {
    tag: 'refund',
    question: 'I sent the shoes back ten days ago. When do I get my money?',
    answer: 'Your return arrived on Monday; the refund is on its way and takes up to three working days.',
    tool: 'lookup_order',
  },
  {
    tag: 'refund',
    question: 'Can I return something that I bought on sale?',
    answer: 'Yes, within 30 days, as long as the label is still on it.',
    tool: null,
  },
  {
    tag: 'account',
    question: 'I cannot sign in since I changed my e-mail address to joan.r@example.com.',
    answer: 'Please use the new address, and choose a new password with the link on the sign-in page.',
    tool: null,
  },
  {
    tag: 'product',
    question: 'Is the blue jacket waterproof or only water repellent?',
    answer: 'It is waterproof: 10,000 mm, with taped seams.',
    tool: null,
  },
  {
    tag: 'billing',
    question: 'Why was I charged twice this month?',
    answer: 'The second entry is a reservation; it disappears by itself within five days.',
    tool: 'lookup_invoice',
  },
  {
    tag: 'delivery',
    question: 'Can you send the parcel to a pick-up point instead?',
    answer: 'Done: it goes to the pick-up point at Station Road 4.',
    tool: 'lookup_order',
  },
  {
    tag: 'product',
    question: 'Which size should I take if I am between M and L?',
    answer: 'Take L: this cut is narrow at the shoulders.',
    tool: null,
  },
]

export const articles = [
  { id: 'KB-3', title: 'Returns: within 30 days, the label has to be on' },
  { id: 'KB-7', title: 'Delivery times by country' },
  { id: 'KB-12', title: 'Refunds: how long each way of paying takes' },
  { id: 'KB-17', title: 'Refunds over 100 EUR need approval' },
  { id: 'KB-21', title: 'Signing in after a change of address' },
  { id: 'KB-28', title: 'Sizes and how they are measured' },
  { id: 'KB-33', title: 'Reservations on credit cards' },
  { id: 'KB-41', title: 'Care of waterproof fabrics' },
]

export const services = ['checkout', 'search', 'payments', 'inventory', 'gateway'] as const

export const tasks = [
  { issue: 1841, task: 'Round the discount before tax, not after', file: 'src/cart/totals.ts' },
  { issue: 1856, task: 'Retry the webhook when the receiver answers 503', file: 'src/webhooks/send.ts' },
  { issue: 1860, task: 'Show the pick-up point on the order page', file: 'src/orders/page.tsx' },
  { issue: 1872, task: 'Replace the deprecated date library', file: 'src/lib/dates.ts' },
  { issue: 1877, task: 'Make the search tolerate one typing error', file: 'src/search/query.ts' },
] as const
