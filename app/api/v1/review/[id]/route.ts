import { finishReviewContract } from '#lib/domain/review/contract.ts'
import { finishReview } from '#lib/domain/review/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(finishReviewContract, finishReview)
