import { meContract } from '#lib/domain/access/contract.ts'
import { whoAmI } from '#lib/domain/access/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(meContract, whoAmI)
