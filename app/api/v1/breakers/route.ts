import { listBreakersContract } from '#lib/domain/breakers/contract.ts'
import { listBreakers } from '#lib/domain/breakers/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listBreakersContract, listBreakers)
