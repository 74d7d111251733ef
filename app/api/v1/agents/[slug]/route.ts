import { agentConfig, getAgentContract } from '#lib/domain/agents/contract.ts'
import { archiveAgent, getAgent, putAgent } from '#lib/domain/agents/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(getAgentContract, getAgent)
export const PUT = handle(agentConfig.put, putAgent)
export const DELETE = handle(agentConfig.archive, archiveAgent)
