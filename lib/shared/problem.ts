/**
 * The errors of the product. A verb throws one; the HTTP layer answers it as RFC 9457 `application/problem+json`.
 * `type` is a stable relative URI reference, documented in OpenAPI; clients branch on it, never on the text.
 */
export interface ProblemFields {
  status: number
  type: string
  title: string
  detail?: string
  /** Path of the offending input, e.g. `body.arguments.amount`. */
  field?: string
  /** Further members of the problem document; must be JSON. */
  extra?: ExtraMembers
  /** Seconds, sent as Retry-After. */
  retryAfter?: number
  /** Further header fields of the answer. */
  headers?: Record<string, string>
}

/** None may take the name of a member that RFC 9457 or this API gives a meaning: a 409 would lose its `status`. */
type ExtraMembers = Record<string, unknown> & {
  [name in 'type' | 'title' | 'status' | 'detail' | 'field' | 'requestId']?: never
}

export class Problem extends Error {
  readonly fields: ProblemFields
  constructor(fields: ProblemFields, options?: { cause?: unknown }) {
    super(fields.detail ?? fields.title, options)
    this.name = 'Problem'
    this.fields = fields
  }
}

/** Duck-typed: two module graphs (Next and the lane) each have their own class. */
export function isProblem(error: unknown): error is Problem {
  return error instanceof Error && error.name === 'Problem' && 'fields' in error
}

export const badRequest = (detail: string, field?: string) =>
  new Problem({ status: 400, type: 'bad-request', title: 'Bad request', detail, field })

const maxField = 300

/** A path from a request, short enough to be sent back: names in it may be as long as the request. */
export const shortened = (path: string) =>
  path.length <= maxField ? path : `${path.slice(0, maxField).toWellFormed()}…`

export const invalid = (detail: string, field?: string, extra?: ExtraMembers) =>
  new Problem({ status: 422, type: 'invalid', title: 'Invalid input', detail, field: field && shortened(field), extra })

export const unauthenticated = (detail = 'Sign in, or send an API key as a Bearer token.') =>
  new Problem({ status: 401, type: 'unauthenticated', title: 'Not signed in', detail })

export const forbidden = (detail: string) =>
  new Problem({ status: 403, type: 'forbidden', title: 'Not allowed', detail })

/** Unknown and foreign look the same from outside. */
export const notFound = (what: string) =>
  new Problem({ status: 404, type: 'not-found', title: 'Not found', detail: `No such ${what}.` })

export const conflict = (type: string, detail: string, extra?: ExtraMembers) =>
  new Problem({ status: 409, type, title: 'Conflict', detail, extra })

export const unavailable = (detail: string, retryAfter = 2) =>
  new Problem({ status: 503, type: 'unavailable', title: 'Not available', detail, retryAfter })
