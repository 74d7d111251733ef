import { listToolsContract } from '#lib/domain/tools/contract.ts'
import { listTools } from '#lib/domain/tools/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listToolsContract, listTools)
