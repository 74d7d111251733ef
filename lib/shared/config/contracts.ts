import { z } from 'zod'
import { type AnyContract, defineContract } from '#lib/shared/contract.ts'
import { pageOf, paging } from '#lib/shared/paging.ts'
import type { Permission } from '#lib/shared/permissions.ts'

/** A field that may be left out: absent is null, in the request as in the answer. */
export const optional = <T extends z.ZodType>(schema: T) => schema.nullable().default(null)

/** Names what is set: a slug that somebody chose, or a name that traces brought. */
export const slug = z.string().min(1).max(200)
const params = z.strictObject({ slug })
const time = z.iso.datetime({ precision: 6 })
const expected = {
  description: 'The revision that you read; 0: there must be none yet. Another answers 409 stale-revision',
}
const revisionInBody = z.int().min(0).optional().meta(expected)
const revisionInQuery = z.coerce.number().int().min(0).optional().meta(expected)

/** What every configuration object answers beside its own fields. */
const about = {
  revision: z.int().meta({ description: 'Goes up by one with every change, from 1' }),
  createdAt: time,
  updatedAt: time,
  updatedBy: z.string().meta({ description: 'Who changed it last' }),
  archivedAt: time.nullable().meta({ description: 'When it was deleted; a PUT restores it. Null: in force' }),
}

interface About<N extends string, F extends z.ZodRawShape> {
  /** Of one, in the audit: `agent.configured`. */
  name: N
  /** Of many, in contract ids and the address: `agents.put` at `/api/v1/agents/{slug}`. */
  plural: string
  /** Its own fields. Optional ones have a default; a parsed object is valid input again. */
  fields: F
  read: Permission
  write: Permission
  /** A body as a client would send it. */
  example: unknown
}

/**
 * The four endpoints of a kind of configuration object: PUT, GET one, GET all, DELETE. The verbs for them are made by
 * `configVerbs` in lib/platform/config; the form by `formFields`.
 */
export function configContracts<N extends string, F extends z.ZodRawShape>(kind: About<N, F>) {
  const { name, plural, fields, read, write, example } = kind
  const record = z.strictObject({ slug, ...fields, ...about }).meta({ id: capital(name) })
  const path = `/api/v1/${plural}`
  const one = { path: `${path}/{slug}`, params, response: record }
  return {
    ...kind,
    record,
    put: defineContract({
      ...one,
      id: `${plural}.put`,
      method: 'PUT',
      summary: `Create or replace: one of ${plural}`,
      description:
        'The whole object: fields that are left out take their defaults. The same body again changes nothing.',
      permission: write,
      audit: `${name}.configured`,
      body: z.strictObject({ ...fields, expectedRevision: revisionInBody }),
      created: answer => (answer as { revision: number }).revision === 1,
      problems: ['stale-revision'],
      example,
    }),
    get: defineContract({
      ...one,
      id: `${plural}.get`,
      method: 'GET',
      summary: `One of ${plural}, archived or not`,
      permission: read,
      audit: null,
    }),
    list: defineContract({
      id: `${plural}.list`,
      method: 'GET',
      path,
      summary: `List ${plural} by name`,
      permission: read,
      audit: null,
      query: z.strictObject({
        archived: z.stringbool().default(false).meta({ description: 'true: deleted ones too' }),
        ...paging,
      }),
      response: pageOf(record),
    }),
    archive: defineContract({
      ...one,
      id: `${plural}.archive`,
      method: 'DELETE',
      summary: `Delete: one of ${plural}`,
      description: 'It is over. What it was is kept, so that history still reads, and a PUT brings it back.',
      permission: write,
      audit: `${name}.archived`,
      query: z.strictObject({ expectedRevision: revisionInQuery }),
      problems: ['stale-revision'],
    }),
  }
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

/** What `configContracts` makes, of any kind. */
export interface ConfigContracts {
  name: string
  plural: string
  record: z.ZodType
  fields: z.ZodRawShape
  read: Permission
  write: Permission
  put: AnyContract
  get: AnyContract
  list: AnyContract
  archive: AnyContract
}

/** The answer of every kind, before its own fields. */
export interface ConfigRecord {
  slug: string
  revision: number
  createdAt: string
  updatedAt: string
  updatedBy: string
  archivedAt: string | null
}
