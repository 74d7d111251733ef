import { enableAgent } from '#lib/domain/agents/index.ts'
import { enableAgentContract } from '#lib/domain/agents/switch/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(enableAgentContract, enableAgent)
