/** The verbs of the domain, for the server. */
export { archiveRunbook, getRunbook, listRunbooks, putRunbook, runbookKind } from './config.ts'
export { listOfIncident } from './list-of-incident.ts'
export { seedRunbooks } from './seed-runbooks.ts'
export { settleSteps } from './settle-steps.ts'
export { takeStep } from './take-step.ts'
