import { setupContract } from '#lib/domain/access/contract.ts'
import { completeSetup } from '#lib/domain/access/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(setupContract, completeSetup)
