import { z } from 'zod'
import { instant } from '#lib/shared/instant.ts'
import { pageOf, paging } from '#lib/shared/paging.ts'

const outcomes = ['ok', 'denied'] as const
const actorKinds = ['user', 'key', 'system', 'anonymous'] as const

/** Filters; all that are given must hold. */
export const auditQuery = z.strictObject({
  actor: z.string().max(200).optional().meta({ description: 'Id of the actor, or a part of their name' }),
  actorKind: z.enum(actorKinds).optional(),
  action: z
    .string()
    .max(100)
    .optional()
    .meta({ description: 'An action such as key.created, or the part before the dot' }),
  outcome: z.enum(outcomes).optional(),
  objectType: z.string().max(100).optional(),
  object: z.string().max(300).optional().meta({ description: 'Id of the object' }),
  from: instant.optional().meta({ description: 'Not before' }),
  to: instant.optional().meta({ description: 'Before' }),
  ...paging,
})

const json = z.unknown().meta({ description: 'JSON as it was recorded; null where there is none' })

const auditEntry = z.strictObject({
  seq: z.string().meta({ description: 'Position in the chain of the project, from 1' }),
  at: z.string(),
  actor: z.strictObject({ kind: z.enum(actorKinds), id: z.string().nullable(), label: z.string() }),
  action: z.string(),
  outcome: z.enum(outcomes),
  object: z.strictObject({ type: z.string(), id: z.string() }),
  before: json,
  after: json,
  evidence: json,
  request: z.string().nullable(),
  address: z.string().nullable(),
  prevHash: z.string(),
  hash: z.string().meta({ description: 'SHA-256 (hex) of prevHash followed by the canonical JSON of the entry' }),
})

export const auditPage = pageOf(auditEntry)

export const verification = z.strictObject({
  ok: z.boolean(),
  rows: z.number().int().meta({ description: 'Entries walked' }),
  head: z.string().nullable().meta({ description: 'Hash of the last entry: keep it elsewhere to compare later' }),
  brokenSeq: z.string().nullable().meta({ description: 'The first entry that fails the check' }),
  reason: z.string().nullable(),
  verifiedAt: z.string(),
  durationMs: z.number(),
})

export type AuditQuery = z.infer<typeof auditQuery>
export type AuditEntry = z.infer<typeof auditEntry>
export type Verification = z.infer<typeof verification>
