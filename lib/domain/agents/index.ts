/** The verbs of the domain, for the server. */
export { agentKind, archiveAgent, putAgent } from './config.ts'
export { getAgent } from './get-agent.ts'
export { getProjectSwitch } from './get-switch.ts'
export { listAgents } from './list-agents.ts'
export { requireEnabled } from './require-enabled.ts'
export { besideSwitches } from './switch-lock.ts'
export { switches } from './switches.ts'
export { disableAgent, disableProject, enableAgent, enableProject } from './turn.ts'
