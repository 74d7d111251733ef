/** The verbs of the domain, for the server. */
export { finishReview } from './finish-review.ts'
export { nextReview } from './next-review.ts'
export { readQueue } from './read-queue.ts'
