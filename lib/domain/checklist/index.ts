/** The verbs of the domain, for the server. */
export { getChecklist } from './get-checklist.ts'
