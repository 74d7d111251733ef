import { enableProject } from '#lib/domain/agents/index.ts'
import { enableProjectContract } from '#lib/domain/agents/switch/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(enableProjectContract, enableProject)
