import { acknowledgePageContract } from '#lib/domain/on-call/contract.ts'
import { acknowledgePage } from '#lib/domain/on-call/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(acknowledgePageContract, acknowledgePage)
