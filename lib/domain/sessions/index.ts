/** The verbs of the domain, for the server. */
export { getSession } from './get-session.ts'
export { listSessions } from './list-sessions.ts'
