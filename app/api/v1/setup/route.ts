import { setupContract } from '#lib/domain/access/client.ts'
import { completeSetup } from '#lib/domain/access/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(setupContract, completeSetup)
