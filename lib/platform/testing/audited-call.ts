import type { Database } from '#lib/platform/db/client.ts'
import type { Caller } from './caller.ts'

/** A call of an audited endpoint that changes something. */
export interface AuditedCall {
  by: Caller | null
  params?: Record<string, string>
  query?: Record<string, string>
  /** A text is sent as it is, to an endpoint that takes files. */
  body?: unknown
  /** The project in whose log its row stands; absent: the first one. */
  projectId?: string
  /** Audit rows that the change brings with it, beside its own. */
  also?: string[]
}

/**
 * A domain's audited endpoints by their id, each with what prepares a call of it. They stand in the domain's
 * `test-audited-calls.ts`, where lib/http/audited.db.test.ts finds them; it fails for an endpoint that is missing.
 */
export type AuditedCalls = Record<string, (db: Database) => Promise<AuditedCall>>
