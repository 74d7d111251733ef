import { listAgentsContract } from '#lib/domain/agents/contract.ts'
import { listAgents } from '#lib/domain/agents/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listAgentsContract, listAgents)
