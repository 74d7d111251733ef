import { z } from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi'
import type { AnyContract } from '#lib/shared/contract.ts'
import { permissions } from '#lib/shared/permissions.ts'
import type { LaneRoute } from './lane.ts'

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

/** The contracts behind the routes; routes without one (OTLP, streams, health) speak protocols of their own. */
export function contractsOf(routes: readonly LaneRoute[]): AnyContract[] {
  return routes
    .flatMap(route => Object.values(route.methods))
    .flatMap(handler => ('contract' in handler ? [handler.contract as AnyContract] : []))
}

/** The OpenAPI 3.1 document of the contracts. */
export function openApiDocument(contracts: readonly AnyContract[]) {
  const paths: ZodOpenApiPathsObject = {}
  for (const contract of [...contracts].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    paths[contract.path] = { ...paths[contract.path], [contract.method.toLowerCase()]: operation(contract) }
  }
  return createDocument({
    openapi: '3.1.0',
    info: { title: 'Holdpoint', version: '1', description: 'OTLP is at /api/otlp/v1/traces, logs and metrics.' },
    security: [{ key: [] }, { session: [] }],
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key, hp_…' },
        session: { type: 'apiKey', in: 'cookie', name: 'next-auth.session-token' },
      },
    },
    paths,
  })
}

function operation(contract: AnyContract): ZodOpenApiOperationObject {
  const rule = permissions[contract.permission]
  const who = [
    rule.role ? `people with the role ${rule.role}` : null,
    ...rule.scopes.map(scope => `keys with ${scope}`),
  ]
  const types = contract.problems.length > 0 ? ` Problem types: ${contract.problems.join(', ')}.` : ''
  return {
    operationId: contract.id,
    tags: [contract.id.split('.')[0] ?? contract.id],
    // Nothing to send where nobody needs to be signed in.
    ...(contract.permission === 'instance.public' ? { security: [] } : {}),
    'x-problem-types': contract.problems,
    summary: contract.summary,
    description: `${contract.description ?? ''} For ${who.filter(Boolean).join(', ')}.${types}`.trim(),
    requestParams: {
      ...(contract.params instanceof z.ZodObject ? { path: contract.params } : {}),
      ...(contract.query instanceof z.ZodObject ? { query: contract.query } : {}),
      ...(contract.idempotent ? { header: z.object({ 'Idempotency-Key': z.string().optional() }) } : {}),
    },
    ...(contract.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: contract.body } } } }
      : {}),
    responses: {
      [String(contract.status)]:
        contract.status === 204
          ? { description: 'Done' }
          : { description: 'Done', content: { 'application/json': { schema: contract.response } } },
      default: { description: 'A problem', content: { 'application/problem+json': { schema: problem } } },
    },
  }
}
