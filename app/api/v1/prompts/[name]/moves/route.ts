import { listMovesContract } from '#lib/domain/prompts/contract.ts'
import { listMoves } from '#lib/domain/prompts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listMovesContract, listMoves)
