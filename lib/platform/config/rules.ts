import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import type { ConfigContracts } from '#lib/shared/config/contracts.ts'
import { conflict } from '#lib/shared/problem.ts'
import type { Change } from '#lib/shared/topics.ts'
import type { Row } from './rows.ts'

/** What is particular to a kind of configuration object. */
export interface ConfigRules {
  /** The event of a change, in the topic of its domain. */
  announce: (what: 'configured' | 'archived', slug: string, revision: number) => Change
  /** Throws 422 for what the schema lets pass. */
  check?: (fields: Record<string, unknown>, slug: string) => void
  /** Stores what else belongs to a change, in its transaction: `row` is the new one. */
  keep?: (tx: Tx, ctx: Context, what: 'configured' | 'archived', row: Row) => Promise<void>
  /**
   * In the transaction of a PUT, before it is written: gives the fields as they are stored, such as a secret sealed, or
   * throws where what there is now forbids the change.
   */
  prepare?: (tx: Tx, ctx: Context, fields: Record<string, unknown>, slug: string) => Promise<Record<string, unknown>>
  /** Changed fields as the audit keeps them, where they are too large to stand there whole. */
  auditAs?: (fields: Record<string, unknown>) => Record<string, unknown>
  /** Fields that a file leaves unchanged when it does not name them, such as a switch. */
  steady?: readonly string[]
  /** By what names that look alike are found; the slug itself where it is absent. */
  alias?: (slug: string) => string
}

/** A kind of configuration object with what is particular to it. */
export interface ConfigKind {
  contracts: ConfigContracts
  rules: ConfigRules
}

/** Throws 409 where it is not at the revision that the caller read. */
export function requireRevision(row: Row | null, expected: number | undefined): void {
  const revision = row?.revision ?? 0
  if (expected === undefined || expected === revision) return
  const now = revision === 0 ? 'There is none yet' : `It is at revision ${revision}`
  throw conflict('stale-revision', `${now}; you read revision ${expected}.`, { revision })
}
