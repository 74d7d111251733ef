import type { z } from 'zod'
import type { Permission } from './permissions.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One endpoint, declared once: the handler, the OpenAPI document, the browser client and the contract test read it. */
interface Contract<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  /** Stable operation id, `<domain>.<verb>`. */
  id: string
  method: Method
  /** With `{name}` placeholders, as OpenAPI writes it. */
  path: string
  summary: string
  description?: string
  permission: Permission
  /** Audit action the verb writes, or null where it changes nothing that is audited. */
  audit: string | null
  params: P
  query: Q
  body: B | null
  response: R
  /** Success status; default 200. */
  status: number
  /** For endpoints that answer 200 or 201: whether this answer is about something new. */
  created: ((answer: z.output<R>) => boolean) | null
  /** True: `Idempotency-Key` is honoured. */
  idempotent: boolean
  /** True: the body is read as JSON or YAML, in the media types of `files`. */
  yaml: boolean
  /** Texts that cannot be stored (NUL, half surrogate pairs) are invalid and named by path, or cleaned where a report must not be lost. */
  text: 'strict' | 'clean'
  /** Media types of a body that is a file as some tool wrote it: the verb is given its text. Empty: the body is JSON. */
  files: readonly string[]
  /** Problem types this endpoint answers beside the common ones, for the document. */
  problems: string[]
  /** A body as a client would send it, for the document. */
  example: unknown
}

// biome-ignore lint/suspicious/noExplicitAny: the one place where a contract's schemas are erased
export type AnyContract = Contract<any, any, any, any>

type Optional =
  | 'params'
  | 'query'
  | 'body'
  | 'status'
  | 'created'
  | 'idempotent'
  | 'text'
  | 'files'
  | 'yaml'
  | 'problems'
  | 'example'

/** Declares an endpoint. `response` should be a strict object: a field the contract lacks is a bug, not a bonus. */
export function defineContract<
  P extends z.ZodType = z.ZodType<Record<string, never>>,
  Q extends z.ZodType = z.ZodType<Record<string, never>>,
  B extends z.ZodType = z.ZodType<undefined>,
  R extends z.ZodType = z.ZodType,
>(c: Omit<Contract<P, Q, B, R>, Optional> & Partial<Pick<Contract<P, Q, B, R>, Optional>>): Contract<P, Q, B, R> {
  return {
    status: 200,
    created: null,
    idempotent: false,
    yaml: false,
    text: 'strict',
    files: [],
    problems: [],
    example: undefined,
    body: null,
    ...c,
    params: c.params ?? (emptyObject as unknown as P),
    query: c.query ?? (emptyObject as unknown as Q),
  }
}

/** Accepts anything object-shaped and yields an empty record; avoids importing zod at run time here. */
const emptyObject = { safeParse: () => ({ success: true as const, data: {} }) }

/** What the verb of an endpoint is given: of path, query and body the parts in which the contract has something, parsed. */
export type Input<C extends AnyContract> = Part<'params', z.output<C['params']>> &
  Part<'query', z.output<C['query']>> &
  Part<'body', z.output<NonNullable<C['body']>>>

type Part<N extends string, V> = [V] extends [Record<string, never> | undefined] ? unknown : { [name in N]: V }

export type Output<C extends AnyContract> = z.input<C['response']>
export type Answer<C extends AnyContract> = z.output<C['response']>
