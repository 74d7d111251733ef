import { reviewQueueContract } from '#lib/domain/review/contract.ts'
import { readQueue } from '#lib/domain/review/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(reviewQueueContract, readQueue)
