/** Server half of the domain. */
export { getChecklist } from './get-checklist.ts'
