import { disableAgent } from '#lib/domain/agents/index.ts'
import { disableAgentContract } from '#lib/domain/agents/switch/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(disableAgentContract, disableAgent)
