/** Server half of the domain. */
export { finishReview } from './finish-review.ts'
export { nextReview } from './next-review.ts'
export { readQueue } from './read-queue.ts'
