import { listSlosContract } from '#lib/domain/slos/contract.ts'
import { listSlos } from '#lib/domain/slos/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listSlosContract, listSlos)
