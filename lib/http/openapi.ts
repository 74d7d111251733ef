import { z } from 'zod'
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi'
import { declared } from '#lib/platform/declared.ts'
import type { AnyContract } from '#lib/shared/contract.ts'
import type { Permission } from '#lib/shared/permissions.ts'
import type { LaneRoute } from './lane.ts'
import type { PlainDescription } from './plain.ts'

const problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    field: z.string().optional(),
    requestId: z.string(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457; `type` is stable, `field` names the offending input' })

const idempotencyKey = z
  .string()
  .regex(/^("[\x21\x23-\x7e]{1,200}"|[\x21\x23-\x7e]{1,200})$/)
  .optional()
  .meta({
    description:
      'One per intent. A repeat of the same body at this endpoint gets the stored answer, also a 404, 409 or 422, for 24 hours; ' +
      'another body gets 422 idempotency-key-reused, a first request still running 409 request-in-progress. ' +
      '401, 403, 429 and 5xx are not kept.',
  })

/** The contracts behind the routes. */
export function contractsOf(routes: readonly LaneRoute[]): AnyContract[] {
  return routes
    .flatMap(route => Object.values(route.methods))
    .flatMap(handler => ('contract' in handler ? [handler.contract as AnyContract] : []))
}

/** The OpenAPI 3.1 document of every route. */
export function openApiDocument(routes: readonly LaneRoute[]) {
  const described = routes.flatMap(route => {
    const folder = route.pattern.replaceAll(/\[(\w+)\]/g, '{$1}')
    return Object.entries(route.methods).map(([method, handler]) => {
      if ('contract' in handler) {
        const contract = handler.contract as AnyContract
        return { path: contract.path, method, operation: operation(contract) }
      }
      const plain = (handler as { plain?: PlainDescription }).plain
      if (!plain) throw new Error(`${method} ${route.pattern} has neither a contract nor a description`)
      return { path: plain.path ?? folder, method, operation: plainOperation(plain) }
    })
  })
  const paths: ZodOpenApiPathsObject = {}
  for (const one of described.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    paths[one.path] = { ...paths[one.path], [one.method.toLowerCase()]: one.operation }
  }
  return createDocument({ openapi: '3.1.0', info, security, components, paths })
}

const info = {
  title: 'Holdpoint',
  version: '1',
  description:
    'Errors are RFC 9457 problems. Answers to a key have its rate limit in the RateLimit fields; overload is 503 with ' +
    'Retry-After, never 429. A browser session sends the token of GET /api/v1/me as x-csrf-token with every write, and names ' +
    'its project (slug or id) in x-holdpoint-project, else it acts in the one joined first; a project that is foreign or unknown is 404. ' +
    'A key is of one project.',
}
const security: Record<string, string[]>[] = [{ key: [] }, { basic: [] }, { session: [] }]
const components = {
  securitySchemes: {
    key: { type: 'http' as const, scheme: 'bearer', description: 'An API key, hp_…' },
    basic: { type: 'http' as const, scheme: 'basic', description: 'An API key as the password; any user name' },
    session: {
      type: 'apiKey' as const,
      in: 'cookie' as const,
      name: 'next-auth.session-token',
      description: 'A signed-in browser; over https the name begins with __Host-',
    },
  },
}

/** Who may, in words; nothing to send where nobody needs to be signed in. */
function access(permission: Permission | undefined) {
  if (permission === undefined || permission === 'instance.public') return { who: '', security: { security: [] } }
  const rule = declared().permissions[permission]
  const who = [
    rule.role ? `people with the role ${rule.role}` : null,
    ...rule.scopes.map(scope => `keys with ${scope}`),
  ]
  return { who: `For ${who.filter(Boolean).join(', ')}.`, security: {} }
}

function operation(contract: AnyContract): ZodOpenApiOperationObject {
  const { who, security } = access(contract.permission)
  const types = contract.problems.length > 0 ? `Problem types: ${contract.problems.join(', ')}.` : ''
  const example = contract.example === undefined ? {} : { example: contract.example }
  return {
    operationId: contract.id,
    tags: [contract.id.split('.')[0] ?? contract.id],
    ...security,
    'x-problem-types': contract.problems,
    summary: contract.summary,
    description: [contract.description, who, types].filter(Boolean).join(' '),
    requestParams: {
      ...(contract.params instanceof z.ZodObject ? { path: contract.params } : {}),
      ...(contract.query instanceof z.ZodObject ? { query: contract.query } : {}),
      ...(contract.idempotent ? { header: z.object({ 'Idempotency-Key': idempotencyKey }) } : {}),
    },
    ...(contract.body
      ? { requestBody: { required: true, content: contentOf(contract.body, contract.files, example) } }
      : {}),
    responses: {
      [String(contract.status)]:
        contract.status === 204
          ? { description: 'Done' }
          : { description: 'Done', content: { 'application/json': { schema: contract.response } } },
      ...(contract.created
        ? { '201': { description: 'Created', content: { 'application/json': { schema: contract.response } } } }
        : {}),
      ...problems(problemsOf(contract)),
    },
  }
}

const contentOf = (schema: z.ZodType, files: readonly string[], example: object) =>
  Object.fromEntries((files.length > 0 ? files : ['application/json']).map(type => [type, { schema, ...example }]))

/** The statuses a caller should be ready for. */
function problemsOf(contract: AnyContract): Record<string, string> {
  const params = contract.params instanceof z.ZodObject
  const query = contract.query instanceof z.ZodObject
  const body = contract.body !== null
  const meant: [boolean, number, string][] = [
    [body || contract.idempotent, 400, 'Malformed: the body or the Idempotency-Key'],
    [true, 401, 'Not signed in, or the key is unknown, revoked or expired'],
    [contract.permission !== 'instance.public' || contract.method !== 'GET', 403, 'Not allowed'],
    [params, 404, 'Unknown, or not visible to you'],
    [
      contract.method !== 'GET' && (params || contract.idempotent || contract.problems.length > 0),
      409,
      'The current state does not allow it',
    ],
    [body, 413, 'The body is too large'],
    [body, 415, 'The body is of another media type, or in an unknown encoding'],
    [body || query || params, 422, 'Invalid input; `field` names it'],
    [true, 429, 'Too many attempts, or more than this key may send'],
  ]
  return Object.fromEntries(meant.flatMap(([applies, status, text]) => (applies ? [[status, text]] : [])))
}

function problems(meanings: Record<string, string>): ZodOpenApiResponsesObject {
  const content = { 'application/problem+json': { schema: problem } }
  const responses: ZodOpenApiResponsesObject = {}
  const always = { 503: 'Overloaded, or the database is away; nothing was done', default: 'A problem' }
  for (const [status, description] of Object.entries({ ...meanings, ...always })) {
    responses[status as 'default'] = { description, content }
  }
  return responses
}

function plainOperation(plain: PlainDescription): ZodOpenApiOperationObject {
  const { who, security } = access(plain.permission)
  const anything = { schema: z.unknown() }
  const done = { description: 'Done', content: { [plain.produces]: anything } }
  const more = Object.entries(plain.answers ?? {}).map(([status, description]) => [status, { ...done, description }])
  return {
    operationId: plain.id,
    tags: [plain.id.split('.')[0] ?? plain.id],
    ...security,
    summary: plain.summary,
    description: [typeof plain.description === 'function' ? plain.description() : plain.description, who]
      .filter(Boolean)
      .join(' '),
    ...(plain.consumes
      ? { requestBody: { required: true, content: Object.fromEntries(plain.consumes.map(type => [type, anything])) } }
      : {}),
    responses: { '200': done, ...Object.fromEntries(more), default: { description: 'A problem' } },
  }
}
