/** Server half of the domain. */
export { getSession } from './get-session.ts'
export { listSessions } from './list-sessions.ts'
