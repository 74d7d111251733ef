import { nextReviewContract } from '#lib/domain/review/contract.ts'
import { nextReview } from '#lib/domain/review/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(nextReviewContract, nextReview)
