import { getProjectSwitch } from '#lib/domain/agents/index.ts'
import { projectSwitchContract } from '#lib/domain/agents/switch/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(projectSwitchContract, getProjectSwitch)
